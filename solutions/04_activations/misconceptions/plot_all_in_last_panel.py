"""Two of your panels stay empty. Into which axes does plt.plot draw after plt.subplots has made three?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for function, name in ((sigmoid, "sigmoid"), (tanh, "tanh"), (relu, "relu")):
        plt.plot(x, function(x).detach())
        plt.title(name)
    return figure
