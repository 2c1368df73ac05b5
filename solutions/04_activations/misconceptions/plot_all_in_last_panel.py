"""Two of your panels stay empty. Who says into which axes each of your curves goes?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for function, name in ((sigmoid, "sigmoid"), (tanh, "tanh"), (relu, "relu")):
        plt.plot(x, function(x).detach())
        plt.title(name)
    return figure
