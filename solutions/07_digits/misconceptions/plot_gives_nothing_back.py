"""You can see the picture. What can a program do with what your function gives back?"""


def plot_history(history):
    plt.plot(history["train_loss"], label="training")
    plt.plot(history["validation_loss"], label="validation")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()
