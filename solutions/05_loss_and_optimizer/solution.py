# %% [markdown]
# # Assignment 5: loss and optimizer (15 points)
#
# *About 75 minutes.* You will learn to say in one number how wrong a network is, which loss suits which answer, and how an
# optimizer makes that number fall.
#
# Where you are: start → tensors → network → activations → **loss and optimizer** → training loop → digits
#
# A network starts with weights drawn by chance, so its first answers are wrong. Two things make it learn: a **loss**
# that says in one number how wrong the answers are, and an **optimizer** that changes the weights so that this number
# falls.
#
# ```
#   inputs -> model -> predictions -> loss (one number)
#                ^                      |
#                |                      | backward(): slopes
#                +----- optimizer <-----+
# ```
#
# Here you write two losses and one step of an optimizer, and then choose the ready-made ones from PyTorch. After each
# task run its `check` cell: it says what is right and what is not yet.
#
# A `check` shows a task's *visible points*, about half of them. The others are given when your work is graded, for
# all else that the task and the function's description ask for: a green check is a good sign, not the end. Read the
# task once more, and try its example. Cells that begin with `# Try it` are there to be run and changed; nothing in them
# is graded.

# %%
import torch
from torch import nn

from autograder import check

# %% [markdown]
# ## Task 5.1: mean squared error (3 points)
#
# When the answers are **numbers** (a price, a temperature), the usual loss is the mean of the squared differences
# between predictions $p$ and targets $t$, over all entries, of all samples:
#
# $$\text{MSE} = \frac{1}{n}\sum_{i=1}^{n} (p_i - t_i)^2$$
#
# | prediction | target | difference | squared |
# |---|---|---|---|
# | 2.0 | 1.0 | 1.0 | 1.0 |
# | 0.5 | 1.0 | -0.5 | 0.25 |
#
# The mean of the last column is 0.625. A trap: subtract shape `[3]` from shape `[3, 1]`, and PyTorch *broadcasts*
# both to `[3, 3]`. You get nine differences, most of them between things that do not belong together, and no error.
# So compare the shapes before you start; that is the point of this task, and the arithmetic may be the formula or
# PyTorch's own `nn.functional.mse_loss`. A function refuses what it cannot use by raising an error,
# `raise ValueError("a has 3 rows, b has 4")`: nothing after this line runs, and the caller sees the text.


# %% task="5.1"
def mean_squared_error(predictions, targets):
    """The mean of the squared differences, over all entries.

    predictions, targets: float tensors of the same shape, [N] or [N, D]. They stay as they are.
    Gives back a tensor without dimensions (shape []), through which gradients flow.
    Raises ValueError when the two shapes differ in any way.

    Example: mean_squared_error(torch.tensor([2.0, 0.5]), torch.tensor([1.0, 1.0])) is tensor(0.6250).
    """
    ### BEGIN SOLUTION
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions have shape {list(predictions.shape)}, targets {list(targets.shape)}")
    return ((predictions - targets) ** 2).mean()
    ### END SOLUTION


# %%
# Try it: the table above, and two shapes that do not fit.
print(mean_squared_error(torch.tensor([2.0, 0.5]), torch.tensor([1.0, 1.0])))
try:
    print("no error:", mean_squared_error(torch.zeros(3, 1), torch.ones(3)))
except ValueError as refusal:
    print("refused:", refusal)

# %%
check("5.1")

# %% [markdown]
# ## Task 5.2: cross-entropy (4 points)
#
# When the answer is **one of $C$ classes**, the network gives $C$ scores for each sample, the *logits* $z$: any
# numbers, the larger the more likely. Softmax makes probabilities of them, and the loss of a sample is minus the
# logarithm of the probability of its right class $t$:
#
# $$\ell = -\log \frac{e^{z_t}}{\sum_c e^{z_c}} = \log\Big(\sum_c e^{z_c}\Big) - z_t$$
#
# | logits | right class | its probability | loss |
# |---|---|---|---|
# | 0, 0, 0 | 1 | 1/3 | 1.10 |
# | 0, 5, 0 | 1 | 0.99 | 0.01 |
# | 0, 5, 0 | 0 | 0.007 | 5.01 |
#
# The cross-entropy of a batch is the mean over its samples. Mind large logits: $e^{1000}$ is too large for a float
# and $e^{-1000}$ is 0, whose logarithm is $-\infty$. What helps: softmax stays the same when the same number is
# subtracted from all logits *of a row*. Which number would make the largest of them harmless? Once it is subtracted,
# the right-hand form above never takes the logarithm of 0; the left-hand one still may.
#
# `z.max(dim=1)` gives a pair: the largest numbers in `.values`, their places in `.indices`. To pick one entry from
# each row, index with two tensors of the same length: `z[rows, columns]` takes the entries (rows[0], columns[0]),
# (rows[1], columns[1]) and so on; `torch.arange(N)` gives 0, 1, ..., N - 1. Write the formula in your own lines:
# `cross_entropy` of PyTorch is what they are to take the place of. Its parts, such as `torch.logsumexp`, may help.


# %% task="5.2"
def cross_entropy(logits, targets):
    """The mean cross-entropy over the samples, without F.cross_entropy and nn.CrossEntropyLoss, which grading notices.

    logits: float tensor [N, C], numbers from -1000 to 1000. It stays as it is.
    targets: int64 tensor [N] with the right class of each sample, 0 to C - 1.
    Gives back a tensor without dimensions (shape []), through which gradients flow.

    Example: cross_entropy(torch.zeros(2, 3), torch.tensor([1, 2])) is tensor(1.0986).
    """
    ### BEGIN SOLUTION
    shifted = logits - logits.max(dim=1, keepdim=True).values
    log_sums = shifted.exp().sum(dim=1).log()
    right = shifted[torch.arange(len(targets)), targets]
    return (log_sums - right).mean()
    ### END SOLUTION


# %%
# Try it: the table above, and logits that are too large for a careless formula.
for scores, right in ([0.0, 0.0, 0.0], 1), ([0.0, 5.0, 0.0], 1), ([0.0, 5.0, 0.0], 0), ([1000.0, 0.0, -1000.0], 2):
    print(f"{scores} right class {right} loss {cross_entropy(torch.tensor([scores]), torch.tensor([right])):.2f}")

# %%
check("5.2")

# %% [markdown]
# ## Task 5.3: which loss for which task (3 points)
#
# PyTorch has these losses ready, as modules in `torch.nn`: make one first, then call it with predictions and targets.
# The mean absolute difference, for instance, is `loss = nn.L1Loss()`, and then `loss(predictions, targets)`. All of
# them: <https://docs.pytorch.org/docs/stable/nn.html#loss-functions>.
#
# | the answer is | what the network gives | targets | loss |
# |---|---|---|---|
# | a number | numbers `[N]` or `[N, D]` | floats, same shape | mean squared error |
# | one of $C$ classes | logits `[N, C]` | class numbers, int64 `[N]` | cross-entropy |
# | yes or no | one logit a sample, `[N]` | floats 0.0 or 1.0, `[N]` | binary cross-entropy |
#
# For yes or no, the sigmoid $\sigma(z)$ of the logit is the probability of yes, and the loss is $-\log \sigma(z)$
# where the answer is yes, $-\log (1 - \sigma(z))$ where it is no. Read in the documentation of a loss what it wants
# to be given: logits or probabilities? Some contain the softmax or the sigmoid, some do not.


# %% task="5.3"
def choose_loss(task):
    """The loss for a kind of task: an nn.Module, to be called with predictions and targets, that gives the mean.

    task: "classification" (called with logits [N, C] and class numbers, int64 [N]),
          "regression" (called with two float tensors of the same shape; mean squared error),
          "binary" (called with logits [N] and float targets [N], 0.0 or 1.0).
    Raises ValueError for any other task.

    Example: choose_loss("classification")(torch.zeros(2, 3), torch.tensor([1, 2])) is tensor(1.0986).
    """
    ### BEGIN SOLUTION
    if task == "classification":
        return nn.CrossEntropyLoss()
    if task == "regression":
        return nn.MSELoss()
    if task == "binary":
        return nn.BCEWithLogitsLoss()
    raise ValueError(f"unknown task {task!r}")
    ### END SOLUTION


# %%
# Try it: each loss with answers that are nearly right, and with answers that are quite wrong.
print(choose_loss("regression")(torch.tensor([2.1, 0.9]), torch.tensor([2.0, 1.0])))
print(choose_loss("regression")(torch.tensor([9.0, -4.0]), torch.tensor([2.0, 1.0])))
print(choose_loss("classification")(torch.tensor([[4.0, 0.0, 0.0]]), torch.tensor([0])))
print(choose_loss("classification")(torch.tensor([[4.0, 0.0, 0.0]]), torch.tensor([2])))
print(choose_loss("binary")(torch.tensor([3.0]), torch.tensor([1.0])))
print(choose_loss("binary")(torch.tensor([3.0]), torch.tensor([0.0])))

# %%
check("5.3")

# %% [markdown]
# ## Task 5.4: one step downhill (3 points)
#
# After `loss.backward()`, every parameter $w$ has the slope of the loss in `w.grad`: the direction in which the loss
# grows fastest. So gradient descent takes a step the other way, as long as the *learning rate* says:
#
# $$w \leftarrow w - \text{lr} \cdot \frac{\partial\, \text{loss}}{\partial w}$$
#
# ```
#   loss
#    \            slope negative here: w grows
#     \        /
#      \_    _/   slope positive here: w falls
#        \__/
#   ------------- w
# ```
#
# The step must change the tensors of the model themselves, not make new ones: the model would never hear of those.
# And the step itself is not part of what is differentiated, so it happens under `torch.no_grad()`. In-place
# operations such as `w.sub_(...)`, `w.add_(...)` or `w -= ...` change a tensor. (`torch.optim.SGD` takes the same step,
# and whoever lets it do so gets the points; but it is a few lines, and then you know what it does.)


# %% task="5.4"
def sgd_step(parameters, lr):
    """One step of plain gradient descent for each parameter, in place, from the gradient that lies in its `.grad`.

    parameters: the parameters, such as model.parameters(): a list, or an iterator that gives each of them once.
    lr: the learning rate, a float.
    A parameter whose `.grad` is None stays as it is. The gradients stay as they are, too.

    Example: a parameter 1.0 with the gradient 2.0 is 0.8 after sgd_step([parameter], 0.1).
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
    ### END SOLUTION


# %%
# Try it: ten steps down into the valley (walker - 3)². Each one goes a fifth of what is left.
walker = torch.tensor(0.0, requires_grad=True)
for _ in range(10):
    walker.grad = None
    ((walker - 3) ** 2).backward()
    sgd_step([walker], 0.1)
    print(round(walker.item(), 3), end="  ")

# %%
check("5.4")

# %% [markdown]
# ## Task 5.5: which optimizer (2 points)
#
# `torch.optim` has optimizers ready. Each is given *what it may change*, the parameters, and a learning rate, such as
# `torch.optim.RMSprop(model.parameters(), lr=0.01)`. It then holds on to these very tensors: `optimizer.step()`
# changes them, from their gradients.
#
# - **SGD** steps by learning rate times slope, as yours does.
# - **Adam** keeps running means of the slopes and of their squares, and divides one by the root of the other: every
#   weight moves by about the learning rate, whether its slope is large or small. It needs less tuning; 0.001 is often
#   a good rate.
#
# Leave all other settings as PyTorch has them.


# %% task="5.5"
def choose_optimizer(name, model, lr):
    """One of torch's optimizers, over all parameters of the model, with this learning rate and else its usual settings.

    name: "sgd" or "adam".
    model: an nn.Module.
    lr: the learning rate, a float.
    Raises ValueError for any other name.

    Example: choose_optimizer("sgd", model, 0.1).step() moves every parameter of `model` that has a gradient.
    """
    ### BEGIN SOLUTION
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    raise ValueError(f"unknown optimizer {name!r}")
    ### END SOLUTION


# %%
# Try it: one step each, on the same slopes. SGD's steps are as uneven as the slopes are, Adam's are all alike.
for chosen in "sgd", "adam":
    row_of_three = nn.Linear(3, 1, bias=False)
    nn.init.zeros_(row_of_three.weight)
    row_of_three.weight.grad = torch.tensor([[100.0, 1.0, 0.01]])
    choose_optimizer(chosen, row_of_three, 0.1).step()
    print(f"{chosen:5} moves them by", [round(number, 4) for number in row_of_three.weight.tolist()[0]])

# %%
check("5.5")

# %% [markdown]
# ## Experiments
#
# Nothing below is graded. One small network learns to read digits, each time from the same start and on the same batches; only
# one thing differs. Say what you expect before you run a cell, then change a number and run it again.

# %%
# Try it: the course's digits, and a training whose every loss is kept. You write such a loop yourself in assignment 6.
from pathlib import Path

import matplotlib.pyplot as plt

from autograder import Digits

scans, shown_as = Digits(next(folder for folder in (Path("../digits"), Path("digits")) if folder.is_dir())).training()
pixels = scans.flatten(1) / 255


def losses_of(choose, criterion=nn.functional.cross_entropy):
    torch.manual_seed(0)
    reader = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))
    mover, kept = choose(reader.parameters()), []
    for batch in torch.randint(3000, (200, 32)):
        mover.zero_grad()
        found = criterion(reader(pixels[batch]), shown_as[batch])
        found.backward()
        mover.step()
        kept.append(found.item())
    unseen = (reader(pixels[3000:]).argmax(1) == shown_as[3000:]).float().mean().item()
    return torch.tensor(kept), unseen


def draw(kept, title):
    plt.plot(kept.unfold(0, 10, 1).mean(1), label=title)  # means of ten steps, since single batches jump
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.legend()


for title, choose in ("SGD", torch.optim.SGD), ("Adam", torch.optim.Adam):
    kept, unseen = losses_of(lambda weights: choose(weights, lr=0.01))
    draw(kept, f"{title}, lr 0.01: reads {unseen:.0%}")

# %%
# Try it: learning rates. Too small creeps, too large jumps over the valley: is there a rate at which nothing is learnt?
for rate in 0.01, 0.1, 0.5, 10.0:
    kept, unseen = losses_of(lambda weights: torch.optim.SGD(weights, lr=rate))
    draw(kept.clamp(max=4), f"SGD, lr {rate}: reads {unseen:.0%}")


# %%
# Try it: cross-entropy against the mean squared error, for classes. Give the second one a rate of 3, and it learns, too.
def squared(outputs, targets):
    return nn.functional.mse_loss(outputs.softmax(1), nn.functional.one_hot(targets, 10).float())


for title, criterion, rate in ("cross-entropy", nn.functional.cross_entropy, 0.1), ("mean squared error", squared, 0.1):
    kept, unseen = losses_of(lambda weights: torch.optim.SGD(weights, lr=rate), criterion)
    draw(kept / kept[0], f"{title}: reads {unseen:.0%}")
plt.ylabel("part of the first loss")
plt.show()

# %% [markdown]
# ## What you have learnt
#
# A loss makes one number of all errors: cross-entropy for classes, the mean squared error for numbers. An optimizer moves each
# parameter against its slope, and the learning rate decides whether it creeps, arrives or jumps. With a squared error a
# classifier that is surely wrong hardly learns, because the softmax is flat there; cross-entropy is made to undo that.
#
# **Next**: assignment 6 puts model, loss and optimizer into the loop that trains any network.
#
# To read on: [torch.optim](https://docs.pytorch.org/docs/stable/optim.html) in the documentation, and the tutorial
# [Optimizing model parameters](https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html).
