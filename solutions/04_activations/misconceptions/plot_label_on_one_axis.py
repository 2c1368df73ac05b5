"""One of your axes says what it carries. And the other, the upright one?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("")
    return ax
