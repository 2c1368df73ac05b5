"""Every turn of your loop takes a new sheet of paper. How many panels has the one you give back?"""

def plot_all():
    for function, name in ((sigmoid, "sigmoid"), (tanh, "tanh"), (relu, "relu")):
        axes = plot_activation(function, name)
    return axes.figure
