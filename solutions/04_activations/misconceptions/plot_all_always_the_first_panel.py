"""Each panel has its name and two of them have no curve. Into which of them does each call of `plot` draw?"""


def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for axes, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        panels[0].plot(x, function(x).detach())
        axes.set_title(name)
    return figure
