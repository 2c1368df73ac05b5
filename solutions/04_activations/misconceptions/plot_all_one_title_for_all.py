"""All names stand over the whole sheet. Which of them belongs to the panel in the middle?"""


def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for axes, function in zip(panels, (sigmoid, tanh, relu)):
        axes.plot(x, function(x))
    figure.suptitle("sigmoid, tanh, relu")
    return figure
