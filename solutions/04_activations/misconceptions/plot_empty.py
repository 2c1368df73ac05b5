"""Labels and title are there. Which call draws the curve itself?"""

def plot_activation(function, name):
    fig, ax = plt.subplots()
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
