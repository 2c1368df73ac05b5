"""What is drawn along the axes of your picture? Could a reader know without asking you?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="training")
    axes.plot(history["validation_loss"], label="validation")
    axes.legend()
    return axes
