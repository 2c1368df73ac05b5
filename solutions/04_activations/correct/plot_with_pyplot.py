"""Only pyplot functions, shown at the end, with the axes taken before."""

import numpy as np

def plot_activation(function, name):
    x = np.linspace(-10, 10, 100)
    y = function(torch.tensor(x, dtype=torch.float32)).detach().numpy()
    plt.figure(figsize=(5, 3))
    plt.plot(x, y, "r--", lw=2)
    plt.axhline(0, color="k")
    plt.axvline(0, color="k")
    plt.title(f"The {name.upper()} function")
    plt.xlabel("input")
    plt.ylabel("activation")
    ax = plt.gca()
    plt.show()
    return ax

def plot_all():
    plt.figure(figsize=(12, 4))
    for i, (f, n) in enumerate([(relu, "ReLU"), (tanh, "Tanh"), (sigmoid, "Sigmoid")]):
        plt.subplot(1, 3, i + 1)
        plt.plot(np.linspace(-10, 10, 100), f(torch.linspace(-10, 10, 100)).numpy())
        plt.title(n)
    plt.tight_layout()
    fig = plt.gcf()
    plt.show()
    return fig
