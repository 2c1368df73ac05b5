"""Try a history of a single epoch. How does your function know how many points there are?"""


def plot_history(history):
    figure, axes = plt.subplots()
    axes.plot(range(1, 7), history["train_loss"][:6], label="training")
    axes.plot(range(1, 7), history["validation_loss"][:6], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
