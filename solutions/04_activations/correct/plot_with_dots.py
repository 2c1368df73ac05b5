"""Scattered points instead of a line, in any order, and a title over the whole figure."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)[torch.randperm(100)]
    fig, ax = plt.subplots()
    ax.scatter(x.numpy(), function(x).data.numpy(), s=4)
    fig.suptitle("Activation: " + name)
    fig.supxlabel("x")
    fig.supylabel("y")
    return ax

def plot_all():
    x = torch.linspace(-10, 10, 100)
    fig, grid = plt.subplots(2, 2)
    for ax, (name, f) in zip(grid.flat, {"sigmoid": sigmoid, "tanh": tanh, "relu": relu}.items()):
        ax.scatter(x, f(x), label=name)
        ax.legend()
    grid[1, 1].axis("off")
    return fig
