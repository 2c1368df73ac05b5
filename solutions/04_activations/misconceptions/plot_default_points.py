"""How many points does your curve have, and how many does the task ask for? Where you name no number, NumPy takes 50."""

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
