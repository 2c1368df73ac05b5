# %% [markdown]
# # Assignment 2: tensors and autograd (15 points)
#
# *About 90 minutes.* You will learn to make tensors, to read their shapes, to compute with them, and to let PyTorch find
# slopes for you.
#
# Where you are: start → **tensors** → network → activations → loss and optimizer → training loop → digits
#
# Everything a network touches is a **tensor**: a block of numbers of one kind. Two things tell you most about it, its
# `shape` (how many numbers along each direction) and its `dtype` (what kind of number). When something goes wrong,
# print these two first.
#
# | tensor | shape | read as |
# |---|---|---|
# | one number | `[]` | no direction at all |
# | a batch of 32 samples with 5 features each | `[32, 5]` | 32 rows, 5 columns |
# | a batch of 32 grey pictures | `[32, 1, 28, 28]` | sample, channel, row, column |
#
# The second half is about **autograd**: PyTorch notes down what you compute and can then tell you every derivative.
# Write your lines in place of `raise NotImplementedError(...)`, run the cell, then run the `check` below it.
# A `check` shows a task's *visible points*, about half of them. The others are given when your work is graded, for
# all else that the task and the function's description ask for: a green check is a good sign, not the end. Read the
# task once more, and try its example.
#
# Cells that begin with `# Try it` are there to be run, changed and run again. Nothing in them is graded. Where one uses
# a task that you have not done yet, it ends with an error that names the task: go on, and come back.

# %%
import numpy as np
import torch
from torch import nn

from autograder import check

# %% [markdown]
# ## A first look
#
# Making tensors: from a list, from a recipe, by chance. NumPy's default kind of float has 64 bits, PyTorch's has 32, and
# pictures come as whole numbers from 0 to 255.

# %%
# Try it: made in five ways. Which dtype does each have, and why?
for made in (
    torch.tensor([[1, 2], [3, 4]]),
    torch.tensor([0.5, 1.5]),
    torch.zeros(2, 3),
    torch.arange(6),
    torch.rand(2),
):
    print(f"{str(made.dtype):14} {str(list(made.shape)):7} {made.tolist()}")
print("NumPy:", np.array([0.5, 1.5]).dtype, "and", np.zeros((28, 28), dtype=np.uint8).dtype)

# %% [markdown]
# Taking parts: an index for each direction, from the left. A number takes one and the direction vanishes; `a:b` takes a
# piece from `a` up to, but without, `b`; `:` takes all. A tensor of `True` and `False` takes what is `True`.

# %%
# Try it: rows, columns, pieces. Guess each line before you run the cell.
numbers = torch.arange(12).reshape(3, 4)
print(numbers)
print("one number    ", numbers[1, 2])
print("a row         ", numbers[1])
print("a column      ", numbers[:, 1])
print("a piece       ", numbers[1:, :2].tolist())
print("what is large ", numbers[numbers > 7])

# %% [markdown]
# Other shapes of the same numbers: `view` and `reshape` read them in the same order, `.T` exchanges rows and columns. A
# view shares its memory with the original: who writes into one changes both. `clone()` is a copy.

# %%
# Try it: one block of memory, seen in two shapes, and a copy.
long = torch.arange(6)
wide, copied = long.view(2, 3), long.clone()
wide[0, 0] = 100
print("original", long.tolist(), "  view", wide.tolist(), "  copy", copied.tolist())
print("reshaped", wide.reshape(3, 2).tolist(), "  turned", wide.T.tolist())

# %% [markdown]
# Moving: `to` gives the tensor with another `dtype` or on another device, and `numpy()` the same memory as an array.

# %%
# Try it: to the best device there is, and back.
best_device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
moved = torch.tensor([1, 2, 3]).to(torch.float32).to(best_device)
print(moved, moved.dtype, moved.device)
print(repr(moved.cpu().numpy()))

# %% [markdown]
# And this is what the whole course is about: handwritten digits. Each is a tensor of 28 × 28 bytes with a label, which
# says what it shows. They lie in the folder `digits` of the course.

# %%
# Try it: ten digits and their labels.
from pathlib import Path

import matplotlib.pyplot as plt

from autograder import Digits

scans, shown_as = Digits(next(folder for folder in (Path("../digits"), Path("digits")) if folder.is_dir())).training()
print(scans.shape, scans.dtype, "from", scans.min().item(), "to", scans.max().item())
sheet, places = plt.subplots(2, 5, figsize=(7, 3.4), layout="constrained")
for place, scan, digit in zip(places.flat, scans, shown_as):
    place.imshow(scan, cmap="gray")
    place.set_title(digit.item())
    place.axis("off")

# %% [markdown]
# ## Task 2.1: from picture to tensor (2 points)
#
# A grey picture arrives as a NumPy array of shape `[28, 28]` with whole numbers: 0 is black, 255 is white. A network
# wants
#
# - a **float32** tensor, since you cannot take small steps in whole numbers,
# - values from **0 to 1**: every pixel divided by the same number, 255, so that a dark picture stays dark,
# - a direction for the **channel** in front (a colour picture would have three, a grey one has one).
#
# ```
#   uint8 [28, 28]            float32 [1, 28, 28]
#   row 0:  0   51  255  ->   row 0:  0.0  0.2  1.0
# ```
#
# The picture belongs to whoever called you: leave it as it was. `torch.from_numpy` and `torch.tensor` both read
# arrays, `unsqueeze` or `reshape` add a direction of length 1.


# %% task="2.1"
def image_to_tensor(image):
    """A grey picture as a network wants it.

    image: NumPy array [28, 28], uint8, 0 (black) to 255 (white); it is not changed
    gives back: tensor [1, 28, 28], float32, 0.0 (black) to 1.0 (white)

    Example: a picture that is 255 everywhere gives torch.ones(1, 28, 28).
    """
    ### BEGIN SOLUTION
    return torch.from_numpy(image).to(torch.float32).unsqueeze(0) / 255
    ### END SOLUTION


# %%
# Try it: the first digit, before and after. Only the numbers and the shape change, not what one sees.
as_tensor = image_to_tensor(scans[0].numpy())
print(scans[0].dtype, list(scans[0].shape), "->", as_tensor.dtype, list(as_tensor.shape))
print(scans[0, 14, 10:16].tolist(), "->", [round(number, 2) for number in as_tensor[0, 14, 10:16].tolist()])
plt.figure(figsize=(2.2, 2.2))
plt.imshow(as_tensor[0], cmap="gray")
plt.show()

# %%
check("2.1")

# %% [markdown]
# ## Task 2.2: one scale for every row (3 points)
#
# Two samples may be measured on different scales. Standardising puts them on the same one: from each row take away
# the row's own mean, then divide by the row's own standard deviation.
#
# $$z_{ij} = \frac{x_{ij} - \mu_i}{\sigma_i} \qquad \mu_i = \frac{1}{D}\sum_j x_{ij} \qquad
# \sigma_i = \sqrt{\frac{1}{D}\sum_j (x_{ij} - \mu_i)^2}$$
#
# This $\sigma$ divides by $D$, the number of values: the *population* standard deviation. (`torch.std` divides by
# $D-1$ unless told otherwise; look for `correction` in its documentation.)
#
# Shapes decide what happens when two tensors meet. They are compared **from the right**; a length of 1 is stretched:
#
# ```
#   [N, D] - [N, 1]   row i loses its own number
#   [N, D] - [D]      column j loses its own number
# ```
#
# Reductions such as `mean` take `dim=` (the direction that vanishes) and `keepdim=True` (it stays, with length 1).


# %% task="2.2"
def standardize(x):
    """The same rows, each with mean 0 and population standard deviation 1.

    x: tensor [N, D], float32, N at least 1, D at least 2, no row constant; it is not changed
    gives back: a new tensor [N, D], float32

    Example: the rows [1, 3] and [10, 30] both become [-1, 1].
    """
    ### BEGIN SOLUTION
    mean = x.mean(dim=1, keepdim=True)
    deviation = x.std(dim=1, correction=0, keepdim=True)
    return (x - mean) / deviation
    ### END SOLUTION


# %%
# Try it: two rows on very different scales.
print(standardize(torch.tensor([[1.0, 3.0], [10.0, 30.0]])))
measured = standardize(torch.tensor([[170.0, 182.0, 165.0, 191.0], [0.02, 0.05, 0.03, 0.01]]))
print(measured)
print("means", measured.mean(dim=1), "deviations", measured.std(dim=1, correction=0))

# %%
check("2.2")

# %% [markdown]
# ## Task 2.3: what a linear layer computes (3 points)
#
# A linear layer gives every output its own weighted sum of all inputs, plus a number of its own, the bias:
#
# $$y_{nj} = \sum_i x_{ni}\, w_{ji} + b_j$$
#
# PyTorch keeps the weights of output $j$ in **row** $j$, so `weight` has shape `[out, in]`. In the matrix product
# `a @ b` the last length of `a` and the first of `b` must agree and vanish; `matrix.T` exchanges rows and columns:
#
# ```
#   x [N, in]   @   ? [in, out]   =   y [N, out]
# ```
#
# Write it from tensor operations, without `nn.Linear`. Use only operations PyTorch can follow, and gradients will
# come for free: for `x`, for `weight` and for `bias`.


# %% task="2.3"
def affine(x, weight, bias):
    """What nn.Linear computes.

    x: tensor [N, in], weight: tensor [out, in], bias: tensor [out]; none of them is changed
    gives back: tensor [N, out], through which gradients flow to all three

    Example: x = [[1, 2]], weight = [[1, 0], [0, 1], [1, 1]], bias = [0, 0, 10] gives [[1, 2, 13]].
    """
    ### BEGIN SOLUTION
    return x @ weight.T + bias
    ### END SOLUTION


# %%
# Try it: the example, and the same numbers from PyTorch's own layer.
three = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
print(affine(torch.tensor([[1.0, 2.0]]), three, torch.tensor([0.0, 0.0, 10.0])))
layer = nn.Linear(2, 3)
points = torch.randn(4, 2)
print("largest difference:", (affine(points, layer.weight, layer.bias) - layer(points)).abs().max().item())

# %%
check("2.3")

# %% [markdown]
# ## Autograd in one minute
#
# Tell a tensor that you want derivatives with respect to it, compute with it, and ask:
#
# ```
#   x (requires_grad) --- square ---> y = x * x
#   x.grad = 2 x     <-- backward ---
# ```
#
# - Only a tensor you *made* (a leaf) gets a `.grad`; results of operations do not. `t.requires_grad_()` marks one
#   that is there already.
# - `backward` starts from **one number**.
# - Every `backward` **adds** to `.grad`; `t.grad = None` empties it. The alternative,
#   `torch.autograd.grad(number, x)`, hands the gradients over as a tuple and leaves `.grad` alone.
# - `tensor.detach()` gives the same numbers without their history. It shares its memory with the original; `clone()`
#   copies.

# %%
x = torch.tensor(3.0, requires_grad=True)
y = x * x
y.backward()
print(x.grad)

# %%
# Try it: every backward adds. What will the third line say?
for turn in 1, 2, 3:
    (x * x).backward()
    print(f"after {turn} more: {x.grad}")

# %% [markdown]
# ## Task 2.4: the slope at every point (4 points)
#
# An *elementwise* function treats every number of a tensor by itself, as `torch.sin` does. Find its derivative at
# every element of `x` by autograd.
#
# The function gives many numbers and `backward` wants one. Here is the way out: in the sum of all outputs
# $s = f(x_1) + f(x_2) + \dots$ each $x_i$ occurs in one term only, so
#
# $$\frac{\partial s}{\partial x_i} = f'(x_i)$$
#
# `x` belongs to the caller. It may be plain, it may require gradients and already hold some in `x.grad`, or it may be
# the result of a computation: afterwards it must be just as it was, numbers, `requires_grad`, `.grad` and all. So
# work on a tensor of your own. What you give back is only numbers: it has no history.


# %% task="2.4"
def slope(function, x):
    """The derivative of an elementwise function at every element of x, by autograd.

    function: takes a float tensor of any shape, gives back one of the same shape
    x: float tensor of any shape, a single number (shape []) included;
        neither it nor its requires_grad nor its .grad change
    gives back: tensor of the shape of x, detached

    Example: slope(torch.square, torch.tensor([1.0, 5.0])) is [2.0, 10.0].
    """
    ### BEGIN SOLUTION
    own = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(function(own).sum(), own)
    return gradient.detach()
    ### END SOLUTION


# %%
# Try it: a curve and its slope, found by autograd. Where the curve is at its top, the slope is 0.
across = torch.linspace(-5, 5, 101)
plt.figure(figsize=(6, 3))
plt.plot(across, torch.sin(across), label="sin")
plt.plot(across, slope(torch.sin, across), label="its slope")
plt.axhline(0, color="gray", linewidth=0.5)
plt.legend()
plt.show()

# %%
check("2.4")

# %% [markdown]
# ## Task 2.5: walking downhill (3 points)
#
# The gradient points uphill. To make a function small, take a step against it, look again from where you stand now,
# and repeat:
#
# $$p_{k+1} = p_k - \eta \, \nabla f(p_k) \qquad k = 0, 1, \dots, \text{steps} - 1$$
#
# $\nabla f(p)$ is the gradient at $p$, and $\eta$ the learning rate `lr`. With $f(p) = p^2$, a start at 1 and `lr`
# 0.25, each step halves the distance:
#
# ```
#   p:   1.0  ->  0.5  ->  0.25  ->  0.125
#        since p - 0.25 * 2p = p / 2
# ```
#
# Write the loop yourself, with no optimizer. Two things to watch: a step is not part of the function you
# differentiate (`torch.no_grad()` or `detach()`), and every gradient counts once. Give back the point after the last
# step, whether or not it is a good one; with `steps=0` that is the start.


# %% task="2.5"
def descend(function, start, lr, steps):
    """Gradient descent by hand.

    function: takes a float tensor of the shape of start, gives back a scalar (shape [])
    start: float tensor of any shape; neither it nor its requires_grad nor its .grad change
    lr: learning rate, a float; steps: how many steps, an int, 0 or more
    gives back: the point after the last step, a tensor of the shape of start, detached

    Example: descend(lambda p: (p ** 2).sum(), torch.tensor([1.0, -2.0]), 0.25, 2) is [0.25, -0.5].
    """
    ### BEGIN SOLUTION
    point = start.detach().clone()
    for _ in range(steps):
        point.requires_grad_()
        (gradient,) = torch.autograd.grad(function(point), point)
        point = point.detach() - lr * gradient
    return point.detach()
    ### END SOLUTION


# %%
# Try it: the same valley with three learning rates. Which one arrives, which one creeps, and which one flies away?
def valley(p):
    return (p**2).sum()


for rate in 0.02, 0.25, 1.05:
    way = [descend(valley, torch.tensor([1.0, -2.0]), rate, steps)[0].item() for steps in range(12)]
    plt.plot(way, marker="o", label=f"lr = {rate}")
plt.xlabel("steps")
plt.ylabel("first coordinate")
plt.legend()
plt.show()

# %%
check("2.5")

# %% [markdown]
# ## What you have learnt
#
# A tensor is numbers with a shape, a dtype and a device, and shapes decide what an operation does. Autograd notes down what
# you compute and gives the slope of one number for each number that went in. Following these slopes downhill, step by step,
# makes a function small: that is all that training is.
#
# **Next**: assignment 3 puts weights and sums together into a network that takes a picture and gives ten scores.
#
# To read on: [torch.Tensor](https://docs.pytorch.org/docs/stable/tensors.html) in the documentation, and the tutorial
# [Automatic differentiation](https://docs.pytorch.org/tutorials/beginner/basics/autogradqs_tutorial.html).
