"""Each of your panels shows all three curves. Which loop draws them, and how often?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, name in zip(panels, ("sigmoid", "tanh", "relu")):
        for function in (sigmoid, tanh, relu):
            ax.plot(x, function(x).detach())
        ax.set_title(name)
    return figure
