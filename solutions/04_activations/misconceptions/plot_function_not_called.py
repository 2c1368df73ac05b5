"""matplotlib wants numbers, and you hand it a function. What turns your x values into y values?"""


def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    _, axes = plt.subplots()
    axes.plot(x, function)
    axes.set(title=name, xlabel="x", ylabel="y")
    return axes
