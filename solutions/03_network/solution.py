# %% [markdown]
# # Assignment 3: a fully connected network (15 points)
#
# *About 60 minutes.* You will learn to write a network as a class, to see what it is made of, and to ask it for an answer.
#
# Where you are: start → tensors → **network** → activations → loss and optimizer → training loop → digits
#
# A network is a chain of simple steps. Ours reads a picture of 28 × 28 pixels and says for each of the ten digits how
# much the picture looks like it. These ten numbers are called **logits**: scores of any size and sign, not
# probabilities.
#
# ```
#   picture          hidden layer            output layer
#   784 pixels  -->  128 units   -- ReLU --> 10 logits
#             W1, b1                    W2, b2
# ```
#
# Write your lines in place of `raise NotImplementedError(...)`, run the cell, then run the `check` below it.
# A `check` shows a task's *visible points*, about half of them. The others are given when your work is graded, for
# all else that the task and the function's description ask for: a green check is a good sign, not the end. Read the
# task once more, and try its example. Cells that begin with `# Try it` are there to be run and changed; nothing in them
# is graded.

# %%
import torch
from torch import nn

from autograder import check

# %% [markdown]
# ## Task 3.1: a network as a class (3 points)
#
# In PyTorch a network is a class that extends `nn.Module`. `__init__` builds the parts and keeps them as attributes;
# `forward` says how the data flows through them.
#
# ```python
# class Doubled(nn.Module):             # a smaller network
#     def __init__(self):
#         super().__init__()            # makes room for parts
#         self.layer = nn.Linear(3, 2)  # numbers in, numbers out
#
#     def forward(self, x):             # x: [N, 3]
#         return 2 * self.layer(x)      # [N, 2]
#
# Doubled()(torch.randn(5, 3))          # a call runs forward
# ```
#
# A module finds its parameters by looking through its attributes: other modules, `nn.Parameter`s and the containers
# `nn.Sequential` and `nn.ModuleList`. It does not look into a Python list, and a plain tensor is not a parameter.
#
# Build the network of the picture above, with a bias in both layers. The first layer takes 784 numbers in a row, so
# pictures must be flattened, but each picture by itself: the first direction of the tensor counts the pictures, and
# $N$ rows in means $N$ rows out, for every $N$. `x.flatten(1)` keeps the first direction and makes one row of the
# others; `torch.relu` is ReLU.
#
# Its size is $784 \cdot 128 + 128 + 128 \cdot 10 + 10 = 101{,}770$ parameters.


# %% task="3.1"
class Network(nn.Module):
    """784 inputs, 128 hidden units with ReLU, 10 logits.

    takes: float tensor [N, 784], [N, 28, 28] or [N, 1, 28, 28], N at least 1; it is not changed
    gives back: logits, float tensor [N, 10]

    Example: Network()(torch.randn(5, 1, 28, 28)).shape is [5, 10].
    """

    def __init__(self):
        ### BEGIN SOLUTION
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        h = torch.relu(self.hidden(x.flatten(start_dim=1)))
        return self.output(h)
        ### END SOLUTION


# %%
# Try it: the parts of your network, and ten logits for each of five pictures of noise.
fresh = Network()
print(fresh)
noise = torch.randn(5, 1, 28, 28)
five = [round(logit, 2) for logit in fresh(noise)[0, :5].tolist()]
print("logits", list(fresh(noise).shape), "the first five:", five)

# %%
check("3.1")

# %% [markdown]
# ## Task 3.2: the right numbers (3 points)
#
# Without the bend in the middle the two layers would collapse into one, since a weighted sum of weighted sums is only
# another weighted sum. ReLU bends by cutting off what is below zero:
#
# $$h = \max(0,\; W_1 x + b_1) \qquad \text{logits} = W_2\, h + b_2$$
#
# ```
#   before ReLU:  -1.5   0.2  -0.1   3.0
#   after ReLU:    0.0   0.2   0.0   3.0
# ```
#
# The logits are the last sum as it stands. A picture gets the same logits whether it comes alone or among others,
# today or tomorrow, and no logit is bounded or forced to be positive. There is no code to write here: we put weights
# of our own into your `Network` and compare its logits with the formula.

# %%
# Try it: the first picture among others and by itself. The logits are the same, as far as rounding goes.
# And the bend: without it, f(-x) would be 2 f(0) - f(x).
together, alone = fresh(noise)[0], fresh(noise[:1])[0]
straight = 2 * fresh(0 * noise) - fresh(noise)
print("alone or among others, largest difference:", (together - alone).abs().max().item())
print("bent or straight, largest difference:     ", (fresh(-noise) - straight).abs().max().item())

# %%
check("3.2")

# %% [markdown]
# ## Task 3.3: gradients for every parameter (3 points)
#
# To learn, a network must know for each of its 101,770 parameters which way to turn it. `backward` walks from the
# logits back through everything that autograd has noted down:
#
# ```
#   logits --> W2, b2 --> ReLU --> W1, b1
# ```
#
# Whatever cuts this chain (a detour through NumPy, `detach`, a part that is made anew in each call) leaves the
# parameters before the cut without a gradient. And if all hidden units start out with the same weights, in and out,
# they all get the same gradient and stay the same for ever: a fresh network needs parts that differ, which PyTorch's
# layers see to by themselves. Again there is no code to write.

# %%
# Try it: how large is the gradient that arrives at each parameter?
fresh.zero_grad()
fresh(noise).square().mean().backward()
for title, weights in fresh.named_parameters():
    arrived = "nothing" if weights.grad is None else f"{weights.grad.norm():.4f}"
    print(f"{title:16} {str(list(weights.shape)):12} {arrived}")

# %%
check("3.3")

# %% [markdown]
# ## Task 3.4: how large is a model? (2 points)
#
# `model.parameters()` walks through all parameter tensors of a module, however deeply nested, each one once, even
# when two layers share it. `tensor.numel()` says how many numbers a tensor holds. Some parameters may be frozen:
# their `requires_grad` is `False`, and they do not count here. Nor do *buffers*, numbers that a module keeps without
# training them.
#
# ```
#   Linear(3, 2)                weight 2 x 3  +  bias 2  = 8
#   Linear(3, 2), bias frozen   weight 2 x 3             = 6
# ```


# %% task="3.4"
def count_parameters(model):
    """How many numbers of a model are trained.

    model: any nn.Module; it is not changed
    gives back: int, the numbers in all trainable parameters, each parameter counted once; 0 if there are none

    Example: count_parameters(nn.Linear(3, 2)) is 8.
    """
    ### BEGIN SOLUTION
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    ### END SOLUTION


# %%
# Try it: a small layer, your network, and the same with its first parameter frozen.
print("Linear(3, 2): ", count_parameters(nn.Linear(3, 2)))
print("Network:      ", count_parameters(Network()))
frozen = Network()
next(frozen.parameters()).requires_grad_(False)
print("partly frozen:", count_parameters(frozen))

# %%
check("3.4")

# %% [markdown]
# ## Task 3.5: from logits to a decision (4 points)
#
# The class of a picture is the place of its largest logit; `argmax` finds it, along a direction `dim=`. With $N$
# pictures there are $N$ decisions:
#
# ```
#   logits [2, 3]        class [2]
#   0.1  2.0 -1.0   -->  1
#  -4.0 -3.0 -0.5   -->  2
# ```
#
# While you only look, three things are different from training:
#
# - **Evaluation mode.** Some layers (dropout, batch normalisation) behave differently in training. `model.eval()`
#   switches all of them to evaluation, `model.train()` to training, and `model.training` tells which it is.
# - **No graph.** Nobody will ask for gradients, so autograd need not note anything down while the model computes:
#   `torch.no_grad()`.
# - **A good guest leaves no trace.** Afterwards the model is in the mode it was in before, whichever that was (all of
#   its parts are in the same one). Its parameters and what is in their `.grad` are as before, and so is everything else.


# %% task="3.5"
def predict(model, images):
    """The most likely class of every image.

    model: any nn.Module that turns images into logits [N, C];
        asked in evaluation mode, and left in the mode it was in
    images: a tensor such as the model takes, N of them, N at least 1; it is not changed
    gives back: int64 tensor [N], each from 0 to C - 1

    Example: logits [[0.1, 2.0, -1.0], [-4.0, -3.0, -0.5]] give [1, 2].
    """
    ### BEGIN SOLUTION
    was_training = model.training
    model.eval()
    with torch.no_grad():
        classes = model(images).argmax(dim=1)
    model.train(was_training)
    return classes
    ### END SOLUTION


# %%
check("3.5")

# %% [markdown]
# ## What a network sees
#
# Weights can be looked at. Each of the 128 hidden units has one weight for each pixel, so its weights are a picture of
# 28 × 28: light where ink speaks for the unit, dark where ink speaks against it. Before training that is noise. The next cell
# teaches your network the course's digits, by a loop that you will write yourself in assignment 6, and shows the weights
# before and after. Nothing here is graded.

# %%
# Try it: the weights of 16 hidden units, before and after some seconds of training.
from pathlib import Path

import matplotlib.pyplot as plt

from autograder import Digits

scans, shown_as = Digits(next(folder for folder in (Path("../digits"), Path("digits")) if folder.is_dir())).training()
learner, pixels = Network(), scans / 255


def show_weights(title):
    first = next(each for each in learner.parameters() if each.shape == (128, 784)).detach()
    sheet, places = plt.subplots(2, 8, figsize=(9, 2.6), layout="constrained")
    for place, weights in zip(places.flat, first):
        place.imshow(weights.reshape(28, 28), cmap="gray")
        place.axis("off")
    sheet.suptitle(title)


show_weights("before training")
mover = torch.optim.Adam(learner.parameters(), lr=0.003)
for batch in torch.randint(len(pixels), (300, 64)):
    mover.zero_grad()
    nn.functional.cross_entropy(learner(pixels[batch]), shown_as[batch]).backward()
    mover.step()
show_weights("after training")

# %%
# Try it: what does it read now? These are digits that it has learnt from.
sheet, places = plt.subplots(2, 5, figsize=(7, 3.6), layout="constrained")
for place, scan, answer in zip(places.flat, scans, predict(learner, pixels[:10])):
    place.imshow(scan, cmap="gray")
    place.set_title(f"reads {answer.item()}")
    place.axis("off")

# %% [markdown]
# ## What you have learnt
#
# A network is a module: `__init__` makes its parts, `forward` says how numbers flow through them, and its parameters are what
# it learns. Between two layers something must bend, or both are no better than one. To ask a network for answers, switch it to
# evaluation, let autograd rest, and leave no trace.
#
# **Next**: assignment 4 looks at the bends themselves, the activation functions, and draws them.
#
# To read on: [torch.nn.Module](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html) in the documentation, and
# the tutorial [Build the neural network](https://docs.pytorch.org/tutorials/beginner/basics/buildmodel_tutorial.html).
