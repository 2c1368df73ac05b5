"""You give back the sheet of paper. Which object holds the curve, the title and the labels?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return fig
