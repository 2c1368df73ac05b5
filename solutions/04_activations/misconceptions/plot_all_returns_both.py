"""You give back two things, the sheet and its panels. One of them was asked for."""


def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for axes, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        axes.plot(x, function(x))
        axes.set_title(name)
    return figure, panels
