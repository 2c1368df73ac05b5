"""What goes along the x axis of your picture: epochs, or losses?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], history["validation_loss"], label="training")
    axes.plot(history["validation_loss"], history["train_loss"], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
