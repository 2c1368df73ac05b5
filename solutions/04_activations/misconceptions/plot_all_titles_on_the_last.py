"""Two of your panels have no name. For pyplot one panel is the current one: which, after `subplots` has made three?"""


def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for axes, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        axes.plot(x, function(x).detach())
        plt.title(name)
    return figure
