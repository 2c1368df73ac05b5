"""Two pictures of two functions have the same title. Where does the name that you are given go?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    fig, ax = plt.subplots()
    ax.plot(x, function(x).detach())
    ax.set_title("Activation function")
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
