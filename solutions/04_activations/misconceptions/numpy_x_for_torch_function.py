"""The function is made for tensors. What kind of x do you hand to it?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    import numpy
    x = numpy.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x))
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
