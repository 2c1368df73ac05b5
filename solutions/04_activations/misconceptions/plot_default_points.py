"""How many points does your curve have? NumPy chooses a number by itself when you name none."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    import numpy
    x = torch.from_numpy(numpy.linspace(-10, 10))
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
