"""You gave every curve a label, but a label is only shown when something is asked to show it. Look at the picture:
can you read it?
"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        ax.plot(x, function(x).detach(), label=name)
        ax.set_xlabel("x")
    return figure
