# %% [markdown]
# # Assignment 7: digits, the whole thing (20 points)
#
# *About 2 hours.* You will learn to go the whole way by yourself, from files to a trained network, and to look at what it can
# do and what it gets wrong.
#
# Where you are: start → tensors → network → activations → loss and optimizer → training loop → **digits**
#
# Everything together: you load handwritten digits, set some aside, build a network, train it, and see how it does on
# digits that neither you nor your network have ever seen. How you do it is up to you. What goes in and what comes out
# is fixed:
#
# ```
#   files -- load_digits --> training part   --+
#                       \--> validation part --+--> fit
#                                build_model --+     |
#              picture <-- plot_history -- history --+
#           digits never seen <-- the trained model --+
# ```
#
# A `check` shows a task's *visible points*; the others are given when your work is graded. Cells that begin with `# Try it`
# are there to be run and changed; nothing in them is graded.

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
#   all samples   [============================|========]
#                      training part (most)     validation
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
# Try it: how many samples, and ten of them.
learn_part, watch_part = load_digits(data)
print(len(learn_part), "to learn from,", len(watch_part), "to watch")
some_picture, some_label = learn_part[0]
print(some_picture.dtype, list(some_picture.shape), "from", some_picture.min().item(), "to", some_picture.max().item())
sheet, places = plt.subplots(2, 5, figsize=(7, 3.4), layout="constrained")
for place, number in zip(places.flat, range(10)):
    some_picture, some_label = learn_part[number]
    place.imshow(some_picture[0], cmap="gray")
    place.set_title(int(some_label))
    place.axis("off")

# %%
check("7.1")

# %% [markdown]
# ## Task 7.2: the model (3 points)
#
# Any network will do that takes pictures `[N, 1, 28, 28]`, gives ten scores for each, and has at most two million
# parameters. A fully connected one, as in assignment 3, is enough:
#
# ```
#   [N, 1, 28, 28] -- flatten ------> [N, 784]
#                  -- linear, ReLU -> [N, hidden]
#                  -- linear -------> [N, 10]
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
# Try it: the layers, their size, and what an untrained network says of one digit.
candidate = build_model()
print(candidate)
print(f"{sum(weights.numel() for weights in candidate.parameters()):,} parameters")
print("chances of 0 to 9:", [round(chance, 2) for chance in candidate(learn_part[0][0][None]).softmax(1)[0].tolist()])

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
# enough, and all of it must be done within 60 seconds.


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
# Try it: the training of your network, epoch by epoch.
my_network = build_model()
my_history = fit(my_network, learn_part, watch_part, "cpu")
print("epoch   training loss   validation loss   validation accuracy")
for epoch, row in enumerate(
    zip(*(my_history[name] for name in ("train_loss", "validation_loss", "validation_accuracy"))), 1
):
    print(f"{epoch:5} {row[0]:15.3f} {row[1]:17.3f} {row[2]:21.1%}")

# %%
check("7.3")

# %% [markdown]
# ## Task 7.4: digits never seen (5 points)
#
# There is nothing to write here. When your work is graded, your `load_digits`, `build_model` and `fit` train a
# network, and it is shown 1,000 digits that nobody has given you, with a little noise on them. Two points are for
# 80 % right answers, and the other three for 85 %. Your validation accuracy tells you beforehand, as long as your
# validation part is honest: the noise costs a percent or two, and chance moves it by another, so aim at more than
# 90 %. On a validation part, simple networks reach 92 %, convolutional ones more than 95 %.

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

    history: what `fit` gives back: a dict of lists with one value for each epoch. It is not changed.
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
# Try it: how your training went. Does the validation loss still fall at the end?
plot_history(my_history)
plt.show()

# %%
check("7.5")

# %% [markdown]
# ## What it can do, and what it gets wrong
#
# Your network has been trained above. One number, its accuracy, says how often it is right; the next two cells show *where* it
# is wrong. Every row of the table stands for a digit as it is, every column for a digit as it was read: what is right lies on
# the diagonal.

# %%
# Try it: which digits does it take for which others?
watched = torch.stack([picture for picture, _ in watch_part])
truth = torch.tensor([int(label) for _, label in watch_part])
my_network.eval()
with torch.no_grad():
    read_as = my_network(watched).argmax(1)
confusion = torch.zeros(10, 10, dtype=torch.int64)
for is_digit, was_read in zip(truth, read_as):
    confusion[is_digit, was_read] += 1
sheet, place = plt.subplots(figsize=(5.5, 5))
place.imshow(confusion - torch.diag(confusion.diag()), cmap="Reds", alpha=0.6)  # what is right has no colour
for is_digit in range(10):
    for was_read in range(10):
        count = confusion[is_digit, was_read].item()
        place.text(was_read, is_digit, count or "", ha="center", va="center", fontsize=9)
place.set(
    xticks=range(10),
    yticks=range(10),
    xlabel="read as",
    ylabel="is",
    title=f"{(truth == read_as).float().mean():.1%} right",
)
plt.show()

# %%
# Try it: the digits that it misread. Which of them would you have read right?
missed = (truth != read_as).nonzero().flatten()[:10]
sheet, places = plt.subplots(2, 5, figsize=(7, 3.6), layout="constrained")
for place in places.flat:
    place.axis("off")
for place, number in zip(places.flat, missed):
    place.imshow(watched[number, 0], cmap="gray")
    place.set_title(f"{truth[number]}, read as {read_as[number]}", fontsize=9)

# %% [markdown]
# ## What you have learnt, here and in the whole course
#
# You have loaded data and kept a part of it apart, built a network, trained it, watched both losses, and looked at its errors.
# A training loss that falls shows that a network learns; only a validation loss that falls with it shows that it learns what
# holds for other digits, too. And a picture of what is wrong tells more than one number of how much.
#
# The whole course in a few lines:
#
# - **Where it runs**: in an environment of its own, made by conda from `environment.yml` or by pip with `venv`, or on Google
#   Colab in the browser. Versions and device come first when something behaves oddly.
# - **PyTorch**: a *tensor* has a shape, a dtype and a device. *Autograd* notes down what is computed and finds every slope. A
#   *module* holds parameters and says in `forward` what it computes; *activation functions* bend between its layers.
# - **The four steps**: *forward* gives outputs, the *loss* says how wrong they are, *backward* finds the slopes, the
#   optimizer's *step* moves the parameters. Empty the gradients in between, train in training mode, look in evaluation mode.
#
# **What comes next**: layers that look at small pieces of a picture, `nn.Conv2d`, read digits better with fewer parameters. Try
# one in task 7.2: everything else stays as it is.
#
# To read on: [torch.nn](https://docs.pytorch.org/docs/stable/nn.html), all layers, in the documentation, and the tutorial
# [Training a classifier](https://docs.pytorch.org/tutorials/beginner/blitz/cifar10_tutorial.html), with photographs in place of
# digits.
