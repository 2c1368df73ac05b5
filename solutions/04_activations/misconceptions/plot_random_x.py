"""A line connects the points in the order they come. In which order, and how evenly, do your x values come?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    x = torch.randn(100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
