"""The three panels appear on the screen, but what do you hand to whoever called plot_all?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        ax.plot(x, function(x).detach())
        ax.set_title(name)
    plt.show()
