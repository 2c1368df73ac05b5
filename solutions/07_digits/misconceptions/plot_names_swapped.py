"""Follow the curve that your legend calls training with a finger: whose values are they?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="validation")
    axes.plot(history["validation_loss"], label="training")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
