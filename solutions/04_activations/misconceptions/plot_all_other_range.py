"""Your three panels should show the same stretch of x, with as many points, as the single picture before."""

def plot_all():
    x = torch.linspace(-5, 5, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        ax.plot(x, function(x).detach())
        ax.set_title(name)
    return figure
