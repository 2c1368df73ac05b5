"""Draws into whatever axes are current, as short notebooks do."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    with torch.no_grad():
        plt.plot(x, function(x))
    plt.title(name)
    plt.xlabel("x")
    plt.ylabel(name + "(x)")
    plt.grid()
    return plt.gca()
