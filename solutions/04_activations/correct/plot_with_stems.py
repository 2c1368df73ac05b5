"""Draws a stem for each point."""

def plot_activation(function, name):
    _, ax = plt.subplots()
    x = torch.linspace(-10, 10, 100)
    ax.stem(x, function(x).detach())
    ax.set_title(name); ax.set_xlabel("x"); ax.set_ylabel("y")
    return ax
