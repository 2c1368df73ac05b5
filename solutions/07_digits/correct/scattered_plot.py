"""The plot has dots on a logarithmic scale, and a legend of the figure."""
import numpy as np


def plot_history(history):
    figure, axes = plt.subplots(layout="constrained")
    number = np.arange(1, 1 + len(history["train_loss"]))
    axes.scatter(number, history["train_loss"], label="train loss")
    axes.scatter(number, history["validation_loss"], label="val loss")
    axes.set(xlabel="epoch", ylabel="mean cross-entropy", yscale="log", title="history")
    figure.legend()
    return axes
