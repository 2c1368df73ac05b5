"""Your curve shows the middle only. From where to where does the task want to see the function?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    x = torch.linspace(-5, 5, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
