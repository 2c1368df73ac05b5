# %% [markdown]
# # Assignment 4: activation functions and their pictures (15 points)
#
# *About 60 minutes.* You will learn what sigmoid, tanh and ReLU do to numbers and to slopes, to draw functions with
# matplotlib, and which of the three to take for what.
#
# Where you are: start → tensors → network → **activations** → loss and optimizer → training loop → digits
#
# A linear layer can only stretch, turn and shift. Two of them in a row do no more than one. Between the layers stands
# an **activation function**, which bends: it takes every number of a tensor by itself and gives back another number.
# Three of them:
#
# ```
#        sigmoid              tanh                ReLU
#
#    1 ┤     ╭─────      1 ┤     ╭─────      5 ┤         ╱
#      │    ╭╯             │    ╭╯             │       ╱
#  0.5 ┤   ╭╯            0 ┤   ╭╯              │     ╱
#      │  ╭╯               │  ╭╯               │   ╱
#    0 ┼──╯             -1 ┼──╯              0 ┼──╯
#     -5   0    5         -5   0    5         -5   0     5
# ```
#
# In tasks 4.1 to 4.3 you write them out of elementary operations on tensors: `torch.exp`, `+ - * /`, comparisons such
# as `x > 0`, `torch.where`. Such operations work on a tensor of any shape at once, keep its `dtype`, and let autograd
# follow. PyTorch's own `torch.sigmoid` and the like are not asked for, and `check` notices them. In tasks 4.4 and 4.5
# you draw the three functions, and in 4.6 you choose between them. Write your lines in place of
# `raise NotImplementedError(...)`, run the cell, then run the `check` below it.
#
# A `check` shows a task's *visible points*, about half of them. The others are given when your work is graded, for
# all else that the task and the function's description ask for: a green check is a good sign, not the end. Read the
# task once more, and try its example. Cells that begin with `# Try it` are there to be run and changed; nothing in them
# is graded.

# %%
import matplotlib.pyplot as plt
import torch

from autograder import check

# %% [markdown]
# ## Task 4.1: sigmoid (3 points)
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# The sigmoid presses every number into the range from 0 to 1, so its answer can be read as a probability. Far to the
# left it is nearly 0, far to the right nearly 1, and $\sigma(0) = 0.5$.
#
# Four things your function has to get right, here and in the next two tasks:
#
# - **any shape**: a single number (shape `[]`), a vector, a batch of pictures; the answer has the shape and the
#   `dtype` of `x`;
# - **a slope**: autograd can find the derivative, so the way from `x` to the answer is made of tensor operations
#   only;
# - **large numbers**: for $x = \pm 1000$ the answer is still an ordinary number (its slope out there is not asked
#   for). In float32 `torch.exp(torch.tensor(100.))` is `inf`. Dividing 1 by `inf` is harmless and gives 0, but
#   `inf / inf` and `inf - inf` give `nan`, which means "not a number";
# - **manners**: `x` belongs to whoever called you, and is the same afterwards.


# %% task="4.1"
def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """The sigmoid of every number in `x`.

    x: float32 or float64 tensor of any shape; it is not changed
    gives back: a new tensor of the same shape and dtype, every value from 0 to 1

    Example: sigmoid(torch.tensor([-1000.0, 0.0, 2.0])) gives tensor([0.0000, 0.5000, 0.8808]).
    """
    ### BEGIN SOLUTION
    return 1 / (1 + torch.exp(-x))
    ### END SOLUTION


# %%
# Try it: near 0, and far out.
for at in -1000.0, -5.0, 0.0, 2.0, 5.0, 1000.0:
    print(f"sigmoid({at:7}) = {sigmoid(torch.tensor(at)):.4f}")

# %%
check("4.1")

# %% [markdown]
# ## Task 4.2: tanh (3 points)
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}} = \frac{2}{1 + e^{-2x}} - 1$$
#
# The hyperbolic tangent has the same S-shape, but runs from -1 to 1 and through the origin: its answers are centred
# on zero. Both formulas are the same on paper. They are not the same for large numbers on a computer: look at what
# each of them does with $e^{1000}$, which is `inf`. Check yours at $x = 1$, where $\tanh(1) \approx 0.7616$.


# %% task="4.2"
def tanh(x: torch.Tensor) -> torch.Tensor:
    """The hyperbolic tangent of every number in `x`.

    x: float32 or float64 tensor of any shape; it is not changed
    gives back: a new tensor of the same shape and dtype, every value from -1 to 1

    Example: tanh(torch.tensor([-1000.0, 0.0, 1.0])) gives tensor([-1.0000, 0.0000, 0.7616]).
    """
    ### BEGIN SOLUTION
    return 2 / (1 + torch.exp(-2 * x)) - 1
    ### END SOLUTION


# %%
# Try it: sigmoid and tanh side by side. What does tanh do with the sign of its input?
for at in -1000.0, -1.0, 0.0, 1.0, 1000.0:
    print(f"at {at:7}: sigmoid {sigmoid(torch.tensor(at)):.4f}   tanh {tanh(torch.tensor(at)):7.4f}")

# %%
check("4.2")

# %% [markdown]
# ## Task 4.3: ReLU (2 points)
#
# $$\mathrm{relu}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}$$
#
# The *rectified linear unit* lets positive numbers pass as they are and turns all others into 0 (`-0.0` is the same
# number). Its slope is 1 on the right and 0 on the left, so unlike the other two it does not flatten out for large
# inputs. At exactly 0 it has a corner, and no particular slope there is asked for.
#
# One decision for each number, not one for the whole tensor: `x > 0` is a tensor of `True` and `False`, and in
# arithmetic these count as 1 and 0.


# %% task="4.3"
def relu(x: torch.Tensor) -> torch.Tensor:
    """Every number of `x` that is positive, and 0 in place of every other.

    x: float32 or float64 tensor of any shape; it is not changed
    gives back: a new tensor of the same shape and dtype, every value at least 0

    Example: relu(torch.tensor([-3.0, 0.0, 2.5])) gives tensor([0.0000, 0.0000, 2.5000]).
    """
    ### BEGIN SOLUTION
    return torch.where(x > 0, x, 0)
    ### END SOLUTION


# %%
# Try it: a row of numbers, and the slope of ReLU at each of them.
row = torch.tensor([-3.0, -0.5, 0.5, 2.5], requires_grad=True)
rectified = relu(row)
rectified.sum().backward()
print("values", rectified.tolist(), "  slopes", row.grad.tolist())

# %%
check("4.3")

# %% [markdown]
# ## Task 4.4: draw one function (3 points)
#
# A curve on the screen is many short straight lines between points. You choose the $x$ values, compute $y$ for each,
# and matplotlib connects them:
#
# ```python
# figure, axes = plt.subplots()    # a sheet, and axes on it
# axes.plot([0, 1, 2], [0, 1, 4])  # x values, then y values
# axes.set_title("square")
# axes.set_xlabel("x")
# ```
#
# `torch.linspace(start, end, steps)` gives evenly spaced points, both ends included. Use exactly
# `torch.linspace(-10, 10, 100)`.
#
# Every call starts a sheet of its own, so two calls in one cell give two plots.
#
# The function may hold trainable parameters. Then $y$ comes with its history for autograd, and matplotlib refuses
# such a tensor, since it draws numbers only: leave the history behind before you draw.


# %% task="4.4"
def plot_activation(function, name: str):
    """Draws a function and gives back the picture's Axes.

    function: takes a float tensor and gives back one of the same shape; it may have parameters that need gradients,
        and is left as it was
    name: what the function is called; the title contains it
    gives back: the matplotlib Axes, on a new sheet, with the curve of `function` over
        torch.linspace(-10, 10, 100), a title that contains `name`, and a label on the x axis
        and on the y axis (the words are up to you)

    Example: plot_activation(torch.sin, "sine") draws about three waves under the title "sine".
    """
    ### BEGIN SOLUTION
    x = torch.linspace(-10, 10, 100)
    _, axes = plt.subplots()
    axes.plot(x, function(x).detach())
    axes.set(title=name, xlabel="input x", ylabel="output")
    axes.grid(alpha=0.3)
    return axes
    ### END SOLUTION


# %%
# Try it: a function that everybody knows, and one of yours.
plot_activation(torch.sin, "sine")
plot_activation(sigmoid, "sigmoid")
plt.show()

# %%
check("4.4")

# %% [markdown]
# ## Task 4.5: three panels (2 points)
#
# `plt.subplots(1, 3)` gives one sheet with three pairs of axes, side by side. Put one of your three functions into
# each, over the same 100 points as before, and write its name (`sigmoid`, `tanh`, `relu`) where a reader of the panel
# sees it. The order and the looks are up to you.
#
# Then look at your picture, in the cell below the function. Where is each curve steep, and where is it so flat that its
# slope is nearly 0?


# %% task="4.5"
def plot_all():
    """Draws sigmoid, tanh and ReLU next to each other.

    gives back: one matplotlib Figure with three panels, each with the curve of one of the three functions over
        torch.linspace(-10, 10, 100) and with that function's name: sigmoid, tanh or relu

    Example: plot_all().savefig("activations.png") saves the picture.
    """
    ### BEGIN SOLUTION
    x = torch.linspace(-10, 10, 100)
    figure, panels = plt.subplots(1, 3, figsize=(10, 3), layout="constrained")
    for axes, function, name in zip(panels, (sigmoid, tanh, relu), ("sigmoid", "tanh", "relu")):
        axes.plot(x, function(x).detach())
        axes.set(title=name, xlabel="x")
        axes.grid(alpha=0.3)
    return figure
    ### END SOLUTION


# %%
# Try it: your three curves.
plot_all()
plt.show()

# %%
check("4.5")

# %% [markdown]
# ### Read off the curves
#
# Three things tell an activation function's character: the range of its answers, their mean when the inputs lie evenly around
# 0, and where its slope has all but vanished. Look for each in your picture, then run the cell and compare.

# %%
# Try it: range, mean, and where the slope is below 0.01.
everywhere = torch.linspace(-10, 10, 2001)
print("           range           mean    slope below 0.01")
for curve in sigmoid, tanh, relu:
    at = everywhere.clone().requires_grad_()
    heights = curve(at)
    heights.sum().backward()
    flat = everywhere[at.grad < 0.01]
    left = flat[flat < 0].max().item()
    right = f"and above {flat[flat > 0].min():.1f}" if (flat > 0.1).any() else "only"
    print(
        f"{curve.__name__:8} {heights.min():6.2f} to {heights.max():5.2f}  {heights.mean():z6.2f}    below {left:z.1f} {right}"
    )

# %% [markdown]
# - **Sigmoid**: answers from 0 to 1, on average 0.5, never negative. Beyond ±4.6 its slope is less than 0.01.
# - **tanh**: answers from -1 to 1, on average 0. In the middle it is four times as steep as sigmoid, but it flattens sooner,
#   beyond ±3.
# - **ReLU**: answers from 0 upwards without end. Its slope is 1 on the whole right side and exactly 0 on the left: there a unit
#   learns nothing until its input changes.

# %% [markdown]
# ## Task 4.6: which one for what? (2 points)
#
# | range of the answers | slope | good at |
# |---|---|---|
# | 0 to 1 | at most 0.25, nearly 0 far from the middle | the very last step, where the answer is a yes or a no |
# | -1 to 1 | at most 1, nearly 0 far from the middle | hidden values that should be positive and negative alike |
# | 0 and up | 1 wherever the input is positive | networks of many layers |
#
# The last row has a reason. On the way back through a network the slopes of all layers are multiplied. Ten factors of
# 0.25 leave a millionth of the gradient, and the first layers hardly learn: the gradient *vanishes*. Ten factors of 1
# leave all of it.
#
# Your function gives back a *function*, not a number, so no `(x)` is needed: with
# `f = choose_activation("probability")`, `f(x)` is a tensor. Your own functions, those of PyTorch and modules such as
# `torch.nn.Identity()` can all be called like this.


# %% task="4.6"
def choose_activation(purpose: str):
    """The one of the three functions sigmoid, tanh and ReLU that suits the purpose.

    purpose: "probability" (the answer is read as the probability of a yes),
        "zero-centred" (answers of both signs, evenly around 0, from -1 to 1) or
        "deep network" (between the layers of a network with many of them)
    gives back: something that can be called with a float tensor and gives back a tensor of the same shape

    Example: choose_activation("probability")(torch.zeros(4)) is a tensor of 4 numbers.
    """
    ### BEGIN SOLUTION
    return {"probability": sigmoid, "zero-centred": tanh, "deep network": relu}[purpose]
    ### END SOLUTION


# %%
# Try it: what each choice does with the same four numbers.
four = torch.tensor([-2.0, -0.5, 0.5, 2.0])
for purpose in "probability", "zero-centred", "deep network":
    print(f"{purpose:14}", [round(number, 3) for number in choose_activation(purpose)(four).tolist()])

# %%
check("4.6")

# %% [markdown]
# ### An experiment: the gradient on its way back
#
# Twenty layers in a row, once with each function between them. How much of the gradient arrives at each layer? Layer 1 is the
# one at the input. Nothing here is graded: change the number of layers, or the width, and look again.

# %%
# Try it: the size of the gradient at each of twenty layers. The scale goes in powers of ten.
for curve in sigmoid, tanh, relu:
    torch.manual_seed(0)
    layers = [torch.nn.Linear(64, 64) for _ in range(20)]
    flowing = torch.randn(32, 64)
    for layer in layers:
        torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        flowing = curve(layer(flowing))
    flowing.square().mean().backward()
    plt.semilogy(range(1, 21), [layer.weight.grad.norm() for layer in layers], marker=".", label=curve.__name__)
plt.xticks(range(1, 21, 3))
plt.xlabel("layer")
plt.ylabel("size of the gradient")
plt.legend()
plt.show()

# %% [markdown]
# ## What you have learnt
#
# An activation function bends, number by number, and that is what makes many layers more than one. Sigmoid gives
# probabilities, tanh answers of both signs, and both flatten out far from 0; ReLU keeps its slope as long as its input is
# positive. A picture of a function, with a title and labels, shows in a moment what a formula hides.
#
# **Next**: assignment 5 measures in one number how wrong a network is, and makes that number smaller.
#
# To read on: [non-linear activations](https://docs.pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity)
# in the documentation, and the tutorial [Neural networks](https://docs.pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html).
