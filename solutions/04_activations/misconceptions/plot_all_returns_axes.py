"""plt.subplots gives two things: the sheet and the panels on it. Which of them holds everything?"""

def plot_all():
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3)
    for ax, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        ax.plot(x, function(x).detach())
        ax.set_title(name)
    return panels
