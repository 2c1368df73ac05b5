"""Look at the numbers along your horizontal axis: they count the points. How does matplotlib get to know the x
values?
"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
