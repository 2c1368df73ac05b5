# %% [markdown]
# # Assignment 5: loss and optimizer (15 points)
#
# A network starts with weights drawn by chance, so its first answers are wrong. Two things make it learn: a **loss**
# that says in one number how wrong the answers are, and an **optimizer** that changes the weights so that this number
# falls.
#
# ```
#   inputs -> model -> predictions -> loss (one number)
#                ^                      |
#                |                      | backward(): the slope of the loss for every weight, in .grad
#                +----- optimizer <-----+
# ```
#
# Here you write two losses and one optimizer by hand, and then choose the ready-made ones from PyTorch. After each
# task run its `check` cell: it says what is right and what is not yet.
#
# A `check` shows a task's *visible points*, about half of them. The others are given when your work is graded, for
# all else that the task and the function's description ask for: a green check is a good sign, not the end. Read the
# task once more, and try its example.

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
# So compare the shapes before you start. A function refuses what it cannot use by raising an error,
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
# subtracted from all logits *of a row*. Which number would make the largest of them harmless? And it is the
# right-hand form above that never takes the logarithm of something that may be 0.
#
# `z.max(dim=1)` gives a pair: the largest numbers in `.values`, their places in `.indices`. To pick one entry from
# each row, index with two tensors of the same length: `z[rows, columns]` takes the entries (rows[0], columns[0]),
# (rows[1], columns[1]) and so on; `torch.arange(N)` gives 0, 1, ..., N - 1.


# %% task="5.2"
def cross_entropy(logits, targets):
    """The mean cross-entropy over the samples, by hand: without F.cross_entropy and nn.CrossEntropyLoss.

    logits: float tensor [N, C], any size of numbers up to 1000 and down to -1000. It stays as it is.
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
# operations such as `w.sub_(...)`, `w.add_(...)` or `w -= ...` change a tensor.


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
check("5.5")
