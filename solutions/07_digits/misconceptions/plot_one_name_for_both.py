"""Your legend says the same of both curves. How would a reader know which of them is which?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="loss")
    axes.plot(history["validation_loss"], label="loss")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
