"""Two of your panels have no name. Into which panel does the line with the name write, and how often does it run?"""


def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for axes, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        axes.plot(x, function(x).detach())
        plt.title(name)
    return figure
