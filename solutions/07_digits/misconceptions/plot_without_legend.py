"""Show your picture to a friend: which curve is which?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="training")
    axes.plot(history["validation_loss"], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    return axes
