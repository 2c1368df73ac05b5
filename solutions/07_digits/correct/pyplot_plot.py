"""The plot is made with pyplot alone, its epochs count from 0, and the accuracy goes along an axis of its own."""


def plot_history(history):
    plt.figure(figsize=(6, 3))
    plt.plot(history["train_loss"], "o-")
    plt.plot(history["validation_loss"], "x--")
    plt.legend(["Trainingsverlust", "Validierungsverlust"])
    plt.xlabel("Epoche")
    plt.ylabel("Verlust")
    axes = plt.gca()
    other = axes.twinx()
    other.plot(history["validation_accuracy"], color="green", label="accuracy")
    plt.tight_layout()
    return axes
