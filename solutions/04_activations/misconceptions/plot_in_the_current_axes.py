"""Which sheet does `plt.plot` draw on when there is one already, as after another call in the same cell?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    with torch.no_grad():
        plt.plot(x, function(x))
    plt.title(name)
    plt.xlabel("x")
    plt.ylabel(name + "(x)")
    plt.grid()
    return plt.gca()
