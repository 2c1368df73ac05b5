"""Three panels, three names, and the same curve three times. Which function is called as each panel is drawn? A lambda
looks a name up when it is called, not where it is written.
"""

DRAWN = 0  # or 1, 2


def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    function = (sigmoid, tanh, relu)[DRAWN]
    for ax, name in zip(panels, ("sigmoid", "tanh", "relu")):
        ax.plot(x, function(x).detach())
        ax.set_title(name)
    return figure
