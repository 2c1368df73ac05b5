"""Your axes are made once, outside of the function. What does the second picture look like?"""

shared_figure, shared_axes = plt.subplots()

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    shared_axes.plot(x, function(x).detach())
    shared_axes.set_title(name)
    shared_axes.set_xlabel("x")
    shared_axes.set_ylabel("f(x)")
    return shared_axes
