"""Your picture has a title, but what do the numbers along its two edges mean?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("")
    ax.set_ylabel("")
    return ax
