"""The axes you give back are empty. What happens between your last line that draws and `return`: is it still that sheet?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    plt.plot(x, function(x).detach())
    plt.title(name)
    plt.xlabel("x")
    plt.ylabel("f(x)")
    plt.show()
    return plt.gca()
