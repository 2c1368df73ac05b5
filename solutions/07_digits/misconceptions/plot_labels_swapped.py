"""Follow the numbers along the lower edge of your picture: what do they count, and what does the label there say?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="training")
    axes.plot(history["validation_loss"], label="validation")
    axes.set(xlabel="loss", ylabel="epoch")
    axes.legend()
    return axes
