"""Count the functions in your picture, then count those in the task."""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 2)
    for ax, function, name in zip(panels, (sigmoid, tanh), ("sigmoid", "tanh")):
        ax.plot(x, function(x).detach())
        ax.set_title(name)
    return figure
