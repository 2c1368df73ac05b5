"""Print the history before and after the plot. Is it still there for whoever comes next?"""


def plot_history(history):
    figure, axes = plt.subplots()
    epochs = range(1, len(history["train_loss"]) + 1)
    axes.plot(epochs, history.pop("train_loss"), label="training")
    axes.plot(epochs, history.pop("validation_loss"), label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
