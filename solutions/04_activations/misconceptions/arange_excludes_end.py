"""What is the last x value of your curve? Some functions stop one step before the end."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    x = torch.arange(-10, 10, 0.2)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
