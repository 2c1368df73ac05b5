# %% [markdown]
# # Assignment 7: digits, the whole thing (20 points)
#
# Everything together: you load handwritten digits, set some aside, build a network, train it, and see how it does on
# digits that neither you nor your network have ever seen. How you do it is up to you. What goes in and what comes out
# is fixed:
#
# ```
#   files --load_digits--> training part   --+
#                     \--> validation part --+--> fit --> history --plot_history--> picture
#                            build_model ----+     \
#                                                   \--> the trained model --> digits never seen
# ```

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
from torchvision import transforms
from torchvision.datasets import MNIST

from autograder import check

# %% [markdown]
# The course's digits, if they lie in this notebook's folder or beside it, to try things with: `load_digits(data)`.

# %%
data = ""
for folder in Path("digits"), Path("../digits"):
    if folder.is_dir():
        from autograder import Digits

        data = str(Digits(folder).unpack(Path("data")))

# %% [markdown]
# ## Task 7.1: the data (4 points)
#
# `digits = MNIST(root, train=True)` reads handwritten digits from files below the folder `root`: a
# picture is 28 × 28 grey values from 0 to 255, a label is the digit that it shows. A network wants float tensors with
# small numbers. Two ways lead there:
#
# - a transform changes each picture when it is asked for: with `transform=transforms.ToTensor()`, sample number 5 is
#   the pair `digits[5]` of a tensor `[1, 28, 28]` with values from 0 to 1, and an int;
# - or all at once, which is faster: `digits.data` holds all pictures, bytes `[samples, 28, 28]`, and `digits.targets`
#   all labels; `TensorDataset(pictures, labels)` makes a data set of two such tensors.
#
# A network can learn its samples by heart. Whether it also knows *other* digits shows only with samples it was not
# trained on. So the samples are split once, and no sample is in both parts:
#
# ```
#   all samples   [================================|========]
#                          training part (most)      validation part
# ```
#
# `random_split(samples, [0.9, 0.1])` splits a data set by chance, here into nine parts of ten and the rest;
# `DataLoader(part, batch_size=64, shuffle=True)` walks through a part in batches.
#
# Take the larger part for training and a few hundred at least for validation. Both parts must come to the network on
# the same scale. The part called `train=False` is not there: set some of the training digits aside.


# %% task="7.1"
def load_digits(root):
    """The digits below `root`, split into a training part and a validation part.

    root: a folder, as text, from which MNIST(root, train=True) loads.
    Gives back two data sets. Each has a length, and each sample is a pair (picture, label):
    the picture a float32 tensor [1, 28, 28] of small numbers (0 to 1, or normalised), the label a whole number 0 to 9.
    No sample is in both. The training part is the larger one; each has samples of all ten digits.

    Example: train_set, validation_set = load_digits(data); picture, label = train_set[0]
    """
    ### BEGIN SOLUTION
    digits = MNIST(root, train=True)
    pictures = digits.data.unsqueeze(1) / 255
    samples = TensorDataset(pictures, digits.targets)
    return tuple(random_split(samples, [0.8, 0.2], generator=torch.Generator().manual_seed(7)))
    ### END SOLUTION


# %%
check("7.1")

# %% [markdown]
# ## Task 7.2: the model (3 points)
#
# Any network will do that takes pictures `[N, 1, 28, 28]`, gives ten scores for each, and has at most two million
# parameters. A fully connected one, as in assignment 3, is enough:
#
# ```
#   [N, 1, 28, 28] --flatten--> [N, 784] --linear, ReLU--> [N, hidden] --linear--> [N, 10]
# ```
#
# A layer from $a$ to $b$ numbers has $a \cdot b + b$ parameters. The scores are *logits*: any numbers, the larger the
# likelier. Cross-entropy does the rest, so nothing comes after the last layer. Let your network take one picture as
# well as many.


# %% task="7.2"
def build_model():
    """A new network, not trained yet: an nn.Module from pictures [N, 1, 28, 28] to logits [N, 10].

    It has at most 2,000,000 parameters.

    Example: build_model()(torch.zeros(5, 1, 28, 28)).shape is torch.Size([5, 10])
    """
    ### BEGIN SOLUTION
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    ### END SOLUTION


# %%
check("7.2")

# %% [markdown]
# ## Task 7.3: the training (5 points)
#
# An epoch is one walk over the training part in batches, each with the four steps forward, loss, backward, step, and
# then one look at the validation part, without learning anything from it:
#
# | | training part | validation part |
# |---|---|---|
# | mode | `model.train()` | `model.eval()` |
# | gradients | yes | `torch.no_grad()` |
# | weights change | yes | no |
# | what to keep | mean loss | mean loss, share of right answers |
#
# After each epoch, append one number to each of the three lists of the history. The validation numbers are means over
# *samples*: when the last batch is smaller than the others, it counts for less. The model, and every batch, go to
# `device` first.
#
# You choose optimizer, learning rate, batch size, the number of epochs, and whatever else helps. A few epochs are
# enough, and all of it must be done within 60 seconds. (A single cell is stopped after 30 seconds when your work is
# graded; where that is the last cell of this notebook, it costs nothing.)


# %% task="7.3"
def fit(model, train_set, validation_set, device):
    """Trains `model` itself, not a copy of it, on the training part, for a number of epochs that you choose.

    model: any nn.Module from [N, 1, 28, 28] to logits [N, 10], in whatever mode it comes.
    train_set, validation_set: data sets as those of load_digits, of any size.
    device: the name of a device such as "cpu".
    Gives back the history, a dict of three lists of floats, with one value for each epoch:
    "train_loss" (the mean loss in training), "validation_loss" (the mean cross-entropy over the validation samples)
    and "validation_accuracy" (the share of validation samples that are classified right, 0 to 1).

    Example: fit(model, train_set, validation_set, "cpu")["validation_accuracy"] might be [0.88, 0.91, 0.93]
    """
    ### BEGIN SOLUTION
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loader = DataLoader(train_set, batch_size=32, shuffle=True)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    for _ in range(8):
        model.train()
        total = 0.0
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        history["train_loss"].append(total / len(train_set))

        model.eval()
        total, correct = 0.0, 0
        with torch.no_grad():
            for images, labels in DataLoader(validation_set, batch_size=256):
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                total += criterion(logits, labels).item() * len(labels)
                correct += (logits.argmax(dim=1) == labels).sum().item()
        history["validation_loss"].append(total / len(validation_set))
        history["validation_accuracy"].append(correct / len(validation_set))
    return history
    ### END SOLUTION


# %%
check("7.3")

# %% [markdown]
# ## Task 7.4: digits never seen (5 points)
#
# There is nothing to write here. When your work is graded, your `load_digits`, `build_model` and `fit` train a
# network, and it is shown 1,000 digits that nobody has given you, with a little noise on them. Two points are for
# 80 % right answers, and the other three for 85 %. Your validation accuracy tells you beforehand, as long as your
# validation part is honest. It is off by a percent or two by chance, so aim at more than 90 %. Simple networks reach
# 92 %, convolutional ones more than 95 %.

# %% [markdown]
# ## Task 7.5: the picture (3 points)
#
# A plot of both losses over the epochs shows what happened. Both fall: it still learns. The training loss falls and
# the validation loss rises: it has begun to learn by heart. Neither falls: something is wrong.
#
# ```
#   loss
#    |\
#    | \ \__________ validation
#    |  \____
#    |       \______ training
#    +--------------- epoch
# ```
#
# A plot that others can read says what is drawn along each axis and which curve is which:
# `axes.plot(values, label="...")` names a curve, and `axes.legend()` shows the names. Make the axes with
# `plt.subplots()`, as in task 4.4, and give them back without `plt.show()`, which puts the picture away.


# %% task="7.5"
def plot_history(history):
    """Draws the training loss and the validation loss over the epochs.

    history: what `fit` gives back: a dict of lists with one value for each epoch.
    Gives back the matplotlib Axes with both curves (one point for each epoch), a label on each axis and a legend.

    Example: plot_history(history).set_title("my digits")
    """
    ### BEGIN SOLUTION
    figure, axes = plt.subplots()
    epochs = range(1, len(history["train_loss"]) + 1)
    axes.plot(epochs, history["train_loss"], label="training")
    axes.plot(epochs, history["validation_loss"], label="validation")
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss")
    axes.legend()
    return axes
    ### END SOLUTION


# %%
check("7.5")

# %% [markdown]
# ## All together
#
# This trains your network on the course's digits, if they lie beside this notebook's folder, and shows its history.

# %%
if data:
    train_set, validation_set = load_digits(data)
    network = build_model()
    history = fit(network, train_set, validation_set, "cpu")
    print(f"validation accuracy {history['validation_accuracy'][-1]:.3f}")
    plot_history(history)
