"""Which of your three panels is the tanh? A reader should not have to guess."""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, function in zip(panels, (sigmoid, tanh, relu)):
        ax.plot(x, function(x).detach())
    return figure
