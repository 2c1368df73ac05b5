"""After show the picture is handed over and closed. Which axes does plt.gca find then?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    plt.plot(x, function(x).detach())
    plt.title(name)
    plt.xlabel("x")
    plt.ylabel("f(x)")
    plt.show()
    return plt.gca()
