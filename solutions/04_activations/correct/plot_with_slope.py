"""Draws the slope beside the function, which nobody forbade."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100, requires_grad=True)
    y = function(x)
    slope, = torch.autograd.grad(y.sum(), x)
    fig, ax = plt.subplots()
    ax.plot(x.detach(), slope, ":", label="slope")
    ax.plot(x.detach(), y.detach(), label=name)
    ax.legend()
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("value")
    return ax

def plot_all():
    fig, axes = plt.subplots(3, sharex=True)
    x = torch.linspace(-10, 10, 100)
    for ax, f in zip(axes, (relu, sigmoid, tanh)):
        ax.plot(x, f(x))
        ax.text(-9, 0.5, f.__name__)
    return fig
