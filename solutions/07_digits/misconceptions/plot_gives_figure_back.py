"""A figure is the sheet of paper; what are the frames called in which curves are drawn?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="training")
    axes.plot(history["validation_loss"], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return figure
