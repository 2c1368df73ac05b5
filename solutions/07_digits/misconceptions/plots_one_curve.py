"""One curve alone cannot show whether the network learns by heart. Which other one would you compare it with?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(history["train_loss"], label="training")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
