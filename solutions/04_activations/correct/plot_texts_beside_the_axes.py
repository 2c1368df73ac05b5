"""Draws dots, and writes title and labels on the sheet instead of the axes."""

def plot_activation(function, name):
    fig = plt.figure()
    ax = fig.add_axes([0.1, 0.1, 0.8, 0.8])
    x = torch.linspace(-10, 10, 100)
    ax.plot(x.tolist(), function(x).tolist(), marker="o", linestyle="")
    fig.suptitle(name); fig.supxlabel("x"); fig.supylabel(name + "(x)")
    return ax
