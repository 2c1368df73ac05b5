"""Once a picture has been shown, it is closed. Which figure does plt.gcf give you afterwards?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    for place, (function, name) in enumerate(((sigmoid, "sigmoid"), (tanh, "tanh"), (relu, "relu")), start=1):
        plt.subplot(1, 3, place)
        plt.plot(x, function(x).detach())
        plt.title(name)
    plt.show()
    return plt.gcf()
