"""Where does your curve begin? Half of what is interesting about these functions happens for negative numbers."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    x = torch.linspace(0, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
