"""The function that you drew cannot learn any more: its parameters no longer ask for gradients. Leave the history
of y behind, not that of the parameters.
"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    if isinstance(function, torch.nn.Module):
        function.requires_grad_(False)
    fig, ax = plt.subplots()
    ax.plot(x, function(x))
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
