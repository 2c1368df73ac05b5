"""Three panels, three names, and the same curve three times. Which variable should change from panel to panel?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, name in zip(panels, ("sigmoid", "tanh", "relu")):
        ax.plot(x, sigmoid(x).detach())
        ax.set_title(name)
    return figure
