"""The title should be what the caller named the function, even if Python knows it under another name."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(getattr(function, "__name__", "function"))
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
