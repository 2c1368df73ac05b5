# %% [markdown]
# # Assignment 6: the training loop (20 points)
#
# *About 90 minutes.* You will learn the four steps by which every network learns, how to measure what it has learnt, and
# what goes wrong when a step is forgotten.
#
# Where you are: start → tensors → network → activations → loss and optimizer → **training loop** → digits
#
# A network learns in a loop of four steps, over and over:
#
# ```
#     inputs ──▶ 1 forward ──▶ outputs ──▶ 2 loss ◀── targets
#                    ▲                        │
#               4 step: move                  ▼
#               the weights ◀── slopes ◀── 3 backward
# ```
#
# In this notebook you write the loop once, so well that it trains any model: with any loss, with any optimizer, on
# any device. The model, the data, the loss (the `criterion`) and the optimizer are handed to your functions. Use what
# you are given.
#
# A `check` shows a task's *visible points*, about half of them. The others are given when your work is graded, for
# all else that the task and the function's description ask for: a green check is a good sign, not the end. Read the
# task once more, and try its example. Cells that begin with `# Try it` are there to be run and changed; nothing in them
# is graded.

# %%
import torch
from torch import nn

from autograder import check

# %%
# Try it: the course's digits, 2,000 to learn from and 1,000 to see what was learnt.
from pathlib import Path

import matplotlib.pyplot as plt
from torch.utils.data import DataLoader, TensorDataset

from autograder import Digits

scans, shown_as = Digits(next(folder for folder in (Path("../digits"), Path("digits")) if folder.is_dir())).training()
to_learn = DataLoader(TensorDataset(scans[:2000] / 255, shown_as[:2000]), batch_size=64, shuffle=True)
unseen = DataLoader(TensorDataset(scans[2000:3000] / 255, shown_as[2000:3000]), batch_size=256)


def new_reader():
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))


print(len(to_learn), "batches, the first of", *(list(part.shape) for part in next(iter(to_learn))))

# %% [markdown]
# ## Task 6.1: one step (3 points)
#
# One batch goes once around the loop.
#
# 1. **Forward**: the model turns the inputs into outputs.
# 2. **Loss**: `criterion(outputs, targets)` says in one number $L$ how wrong they are.
# 3. **Backward**: with `loss.backward()` autograd writes into the `.grad` of every weight $w$ the slope
#    $\partial L / \partial w$, the gradient.
# 4. **Step**: with `optimizer.step()` the optimizer moves the weights downhill. Plain SGD with the learning rate
#    $\eta$ takes $w \leftarrow w - \eta \, \partial L / \partial w$.
#
# The loss is a tensor that still holds on to the whole computation. A report needs only its value, a Python `float`:
# `loss.item()`.
# It is the loss that step 2 found, so it tells about the weights as they were *before* they moved.


# %% task="6.1"
def train_step(
    model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor, criterion, optimizer: torch.optim.Optimizer
) -> float:
    """Trains the model on one batch and gives back the loss of this batch, measured before the weights move.

    `inputs` and `targets` have one row for each sample: for a classifier with 6 features, [N, 6] and [N].
    `criterion(outputs, targets)` gives the loss as a scalar tensor. `optimizer` holds the weights that may move.

    Example: `train_step(model, inputs, targets, nn.CrossEntropyLoss(), optimizer)` gives a number such as 1.0986.
    """
    ### BEGIN SOLUTION
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %%
# Try it: one step, and what it does to the loss of the same batch.
reader = new_reader()
mover = torch.optim.SGD(reader.parameters(), lr=0.1)
some_scans, some_digits = next(iter(to_learn))
print("before the step", round(train_step(reader, some_scans, some_digits, nn.CrossEntropyLoss(), mover), 4))
print("after it       ", round(nn.functional.cross_entropy(reader(some_scans), some_digits).item(), 4))

# %%
check("6.1")

# %% [markdown]
# ## Task 6.2: three steps (4 points)
#
# The same function once more, now called several times in a row: improve it in the cell of task 6.1, run that cell
# again, then check. One question decides whether that works: what is in `.grad` when the second batch arrives? The
# backward pass does not write there, it *adds*:
#
# ```
# w.grad  becomes  w.grad + ∂L/∂w
# ```
#
# That is useful when a loss comes in parts, and a trap everywhere else: a batch should be judged by its own slopes
# alone. `optimizer.zero_grad()` empties `.grad`. Think about where among the four steps it may stand, and where not.
#
# Optimizers differ in what they make of the slopes. With momentum, weights keep some of their speed:
# $v \leftarrow \mu v + \partial L / \partial w$ and $w \leftarrow w - \eta v$. Adam also keeps a
# mean of the squared slopes. Some weights may be frozen, or never given to the optimizer. None of this is the loop's
# business: the optimizer knows what to move, and how.

# %%
# Try it: thirty steps on one batch. The loss should fall all the way.
reader = new_reader()
mover = torch.optim.SGD(reader.parameters(), lr=0.1)
falling = [train_step(reader, some_scans, some_digits, nn.CrossEntropyLoss(), mover) for _ in range(30)]
plt.figure(figsize=(5, 2.5))
plt.plot(falling)
plt.xlabel("step")
plt.ylabel("loss")
plt.show()

# %%
check("6.2")

# %% [markdown]
# ## Task 6.3: whole epochs (4 points)
#
# An **epoch** is one walk through all of the data, batch by batch: `for inputs, targets in loader:`, and for each
# batch a `train_step`. A `DataLoader(samples, batch_size=4)` cuts a data set into such batches. A loader may shuffle,
# and then each new walk brings other batches. Walk through it once in each epoch.
#
# The loss of an epoch is the mean over its *samples*, and the last batch is often smaller than the others:
#
# ```
# batch       1           2           3
# samples     o o o o     o o o o     o o
# its loss    0.9         0.7         0.2
#
# mean over samples: (4 · 0.9 + 4 · 0.7 + 2 · 0.2) / 10 = 0.68
# ```
#
# Some layers behave differently while a model learns: dropout drops, and batch normalisation uses each batch's own
# statistics. `model.train()` tells them that it is time to learn. Nobody promises that the model is in this mode when
# you get it.


# %% task="6.3"
def train(
    model: nn.Module, loader, criterion, optimizer: torch.optim.Optimizer, epochs: int, device: torch.device | str
) -> list[float]:
    """Trains the model, in training mode, for some epochs and gives back the loss of each: a list of `epochs` floats.

    The loss of an epoch is the mean of the losses of its batches, each counted as often as the batch has samples.
    `loader` is a DataLoader of batches (inputs, targets) and is walked through once in each epoch. The model and
    every batch are brought to `device`, where all the work happens.

    Example: `train(model, loader, nn.CrossEntropyLoss(), optimizer, 3, "cpu")` gives [1.21, 0.84, 0.61].
    """
    ### BEGIN SOLUTION
    model.to(device)
    losses = []
    for _ in range(epochs):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += train_step(model, inputs, targets, criterion, optimizer) * len(targets)
            samples += len(targets)
        losses.append(total / samples)
    return losses
    ### END SOLUTION


# %%
# Try it: eight epochs of digits.
reader = new_reader()
by_epoch = train(reader, to_learn, nn.CrossEntropyLoss(), torch.optim.SGD(reader.parameters(), lr=0.1), 8, "cpu")
plt.figure(figsize=(5, 2.5))
plt.plot(range(1, 9), by_epoch, marker="o")
plt.xlabel("epoch")
plt.ylabel("mean loss per sample")
plt.show()

# %%
check("6.3")

# %% [markdown]
# ## Task 6.4: how good is it? (4 points)
#
# To evaluate is to look and not to touch. The model answers, nothing is learnt, and afterwards all is as it was.
#
# - **Evaluation mode**: after `model.eval()` dropout lets everything pass, and batch normalisation uses the
#   statistics it has gathered and leaves them alone.
# - **No graph**: nobody will ask for slopes, so with `torch.no_grad()` autograd writes nothing down.
# - **Mode restored**: whoever was training goes on training, and whoever was not does not start. `model.training`
#   knows.
#
# A classifier decides for the class with the largest output in the sample's row. The **accuracy** is the share of
# samples that it gets right, a fraction between 0 and 1:
#
# $$\text{accuracy} = \frac{\text{right decisions}}{\text{samples}}$$


# %% task="6.4"
def evaluate(model: nn.Module, loader, criterion, device: torch.device | str) -> tuple[float, float]:
    """Gives back the mean loss per sample and the accuracy of a classifier on all samples of the loader.

    The model's outputs are [N, C], the targets [N] with classes 0 to C - 1. Evaluation mode, no graph. The model and
    every batch are brought to `device`. Apart from that all stays as it was: the model's mode, weights, statistics and
    gradients. No random numbers are drawn, save by the loader.

    Example: `evaluate(model, loader, nn.CrossEntropyLoss(), "cpu")` gives (0.43, 0.875) when 7 of 8 samples are right.
    """
    ### BEGIN SOLUTION
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
    ### END SOLUTION


# %%
# Try it: a new network, and the one that was trained above, on digits that neither has seen.
for title, asked in ("new", new_reader()), ("trained", reader):
    mean_loss, accuracy = evaluate(asked, unseen, nn.CrossEntropyLoss(), "cpu")
    print(f"{title:8} loss {mean_loss:.2f}   reads {accuracy:.1%}")

# %%
# Try it: what it misread. Would you have known better, each time?
answers = reader(scans[2000:3000] / 255).argmax(1)
missed = (answers != shown_as[2000:3000]).nonzero().flatten()[:10]
sheet, places = plt.subplots(2, 5, figsize=(7, 3.6), layout="constrained")
for place, number in zip(places.flat, missed):
    place.imshow(scans[2000 + number], cmap="gray")
    place.set_title(f"{shown_as[2000 + number]}, read as {answers[number]}", fontsize=9)
for place in places.flat:
    place.axis("off")

# %%
check("6.4")

# %% [markdown]
# ## Task 6.5: on any device (2 points)
#
# A tensor lives in the memory of one device, and an operation needs all of its tensors in the same place:
#
# ```
#              model     inputs    targets
# cpu            ·          ·         ·
#                │ .to      │ .to     │ .to
# device         ●          ●         ●      all that meet
# ```
#
# The device is `"cpu"` on most laptops, `"cuda"` where there is a suitable graphics card and `"mps"` on a newer Mac. A
# program that works on all of them names none of them: it uses the `device` it was given. Mind the difference:
# `model.to(device)` moves the model itself, but `inputs.to(device)` leaves `inputs` where it is and gives back
# another tensor.
#
# There is nothing new to write if your functions do so already, and you need no graphics card. It is checked on a
# pretended device with the name `meta`, which refuses to mix its tensors with those of the CPU just as a real one
# does.

# %%
# Try it: the devices of this computer, and where the parameters of your network live.
best_device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
travelled = new_reader()
train(travelled, to_learn, nn.CrossEntropyLoss(), torch.optim.SGD(travelled.parameters(), lr=0.1), 1, best_device)
print("trained on", best_device, "- parameters are on", {str(weights.device) for weights in travelled.parameters()})

# %%
check("6.5")

# %% [markdown]
# ## Task 6.6: real digits (3 points)
#
# Now the loop meets handwriting; again there is nothing new to write. Your `train` gets 2,000 images of digits, a
# network 784 → 32 → 10 and three epochs. Before the first step the network can only guess, and its loss is near
# $\ln 10 \approx 2.3$, as it must be when ten classes seem equally likely. From then on it should fall.
#
# What counts in the end is how well the network reads digits that it has *not* seen. Three epochs are a short time,
# but enough to read about four out of five.

# %%
check("6.6")

# %% [markdown]
# ## An experiment: one line forgotten
#
# The same loop twice, with and without `zero_grad`. Without it each step also takes all earlier slopes, as if the ball rolling
# downhill had no friction. What do you expect of the curve? Nothing here is graded.

# %%
# Try it: three epochs, with zero_grad and without.
for forgotten in False, True:
    reader, each_loss = new_reader(), []
    mover = torch.optim.SGD(reader.parameters(), lr=0.05)
    for _ in range(3):
        for some_scans, some_digits in to_learn:
            if not forgotten:
                mover.zero_grad()
            found = nn.functional.cross_entropy(reader(some_scans), some_digits)
            found.backward()
            mover.step()
            each_loss.append(found.item())
    plt.plot(each_loss, label="without zero_grad" if forgotten else "with zero_grad")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% [markdown]
# ## What you have learnt
#
# Forward, loss, backward, step, and gradients emptied in between: that loop trains any network, with any loss, optimizer and
# device. The loss of an epoch is a mean over samples, and whether something was learnt shows only on samples that were not
# learnt from. To evaluate is to look and not to touch.
#
# **Next**: assignment 7, where all of it is yours: the data, the network, the training and the picture of how it went.
#
# To read on: [autograd mechanics](https://docs.pytorch.org/docs/stable/notes/autograd.html) in the documentation, and the
# tutorial [Quickstart](https://docs.pytorch.org/tutorials/beginner/basics/quickstart_tutorial.html).
