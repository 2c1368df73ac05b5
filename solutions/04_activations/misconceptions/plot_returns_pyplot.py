"""You give back all of pyplot. Which of the things that it made is asked for?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return plt
