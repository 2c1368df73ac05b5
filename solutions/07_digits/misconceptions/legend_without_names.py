"""There is a legend, but what does it say about each curve?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"])
    axes.plot(history["validation_loss"])
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
