"""Read the values off your second curve. Do they belong to the list that its name promises?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="training")
    axes.plot(history["validation_accuracy"], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
