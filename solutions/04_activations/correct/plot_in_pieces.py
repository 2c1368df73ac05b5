"""One curve made of many short pieces, and panels of two colours each."""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    y = function(x).detach()
    fig, ax = plt.subplots()
    for i in range(99):
        ax.plot(x[i:i + 2], y[i:i + 2], color=plt.cm.viridis(i / 99))
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    return ax

def plot_all():
    x = torch.linspace(-10, 10, 100)
    fig = plt.figure(figsize=(4, 9))
    for row, (f, name) in enumerate([(tanh, "tanh"), (relu, "relu"), (sigmoid, "sigmoid")]):
        ax = fig.add_subplot(3, 1, row + 1)
        ax.plot(x[x < 0], f(x)[x < 0], "b")
        ax.plot(x[x >= 0], f(x)[x >= 0], "r")
        ax.set_ylabel(name)
    return fig
