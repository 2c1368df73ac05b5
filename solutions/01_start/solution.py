# %% [markdown]
# # Assignment 1: start (10 points, and 2 for a written answer)
#
# *About 45 minutes.* You will learn how PyTorch comes to your computer, how to see what runs there, and the words that the
# rest of the course is made of.
#
# Where you are: **start** → tensors → network → activations → loss and optimizer → training loop → digits
#
# Before anything can learn, PyTorch has to be there. Three ways to get it:
#
# - **conda**, on your own computer: `conda env create -f environment.yml`, then `conda activate pytorch_env`. The
#   file `environment.yml` of this course lists all that is needed.
# - **pip**, on your own computer: `python -m venv venv`, activate it, then `pip install` the file of this course
#   whose name ends in `.whl`, which brings all the rest.
# - **Google Colab**, in the browser: PyTorch is there already; a GPU is under *Runtime*, *Change runtime type*.
#
# Both files lie beside `assignments/`; the page `README.md` there tells it step by step.
#
# An *environment* is a folder with its own Python and its own packages, so that one project cannot spoil another.
# When something behaves oddly later on, the first question is always which versions run, and on which device.
#
# Write your lines in place of `raise NotImplementedError(...)`, run the cell (Shift + Enter), then run the `check`
# below it. A `check` shows a task's *visible points*, about half of them. The others are given when your work is
# graded, for all else that the task and the function's description ask for: a green check is a good sign, not the
# end. Read the task once more, and try its example.
#
# Cells that begin with `# Try it` are there to be run, changed and run again. Nothing in them is graded. Where one uses a
# task that you have not done yet, it ends with an error that names the task: go on, and come back.

# %%
import platform

import torch
import torchvision

from autograder import check

print(torch.__version__)

# %% [markdown]
# ## Task 1.1: what runs here (5 points)
#
# Every well-kept package tells its version: `torch.__version__` is text such as `2.9.0`, and `torchvision` and others
# do the same. Python's own version is at `platform.python_version()`.
#
# A network can compute on the processor (`cpu`), which every computer has, or much faster on a graphics card: `cuda`
# stands for the cards of NVIDIA, `mps` for those in Apple's computers. Not everybody who runs your notebook has one,
# so a good program asks, each time it runs, and takes the best there is:
#
# ```
# torch.cuda.is_available()?          ── yes ──▶  cuda
#    │ no
# torch.backends.mps.is_available()?  ── yes ──▶  mps
#    │ no
#    ▼
#   cpu
# ```


# %% task="1.1"
def environment() -> dict:
    """The versions of what runs here, and the best device to compute on.

    gives back: a dict with four entries:
        "python", "torch", "torchvision": the version of each, a text, in full
        "device": the best device there is, "cuda", "mps" or "cpu"

    Example: {"python": "3.12.1", "torch": "2.9.0", "torchvision": "0.24.0", "device": "cpu"} on some computer;
        on yours the answer may be another.
    """
    ### BEGIN SOLUTION
    if torch.cuda.is_available():
        device = "cuda"
    elif torch.backends.mps.is_available():
        device = "mps"
    else:
        device = "cpu"
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "device": device,
    }
    ### END SOLUTION


# %%
# Try it: what runs here.
for entry, found in environment().items():
    print(f"{entry:12} {found}")

# %%
check("1.1")

# %% [markdown]
# ## Task 1.2: the words of the trade (5 points)
#
# All of this course in one picture. You will build every part of it yourself.
#
# ```
# inputs ─▶ [ module, parameters ] ─▶ outputs ─▶ [ loss ]
#                      ▲                            │
#                      │                            ▼
#                  optimizer ◀─ gradients ◀─ how wrong: a number
#                               (autograd)
# ```
#
# - A **tensor** holds numbers of one kind (its `dtype`) in any number of dimensions: none for a single number, one
#   for a row of them, four for a batch of colour pictures. It knows its device, and how it was computed if autograd
#   is to know.
# - **Autograd** notes down each operation while it is carried out, and then goes back through these notes with the
#   chain rule. This gives the exact gradient: how steeply the loss changes with each parameter. It changes no
#   parameter.
# - The notes are made anew on every forward pass. So plain Python, an `if` or a loop, may take another way each time:
#   the graph of operations is **dynamic**, not drawn once and then fixed.
# - A **module** (`nn.Module`) keeps parameters, and other modules, and says in `forward` how outputs come from
#   inputs.
# - The **loss** says how wrong the outputs are. For classes (which digit is it?) that is *cross-entropy*, for numbers
#   (how warm will it be?) the *mean squared error*. Accuracy only counts hits: it jumps, and has no slope to walk
#   down.
# - An **optimizer** reads the gradients that are there, and moves the parameters a little way downhill.
# - Training repeats four steps: *forward* gives outputs, the *loss* compares them with the targets, *backward*
#   computes the gradients, and the optimizer's *step* moves the parameters. Each step needs what the one before it
#   has made.
# - A **linear layer** gives weighted sums of its inputs, each plus a number of its own: $W x + b$. The weights $W$
#   and the biases $b$ are its parameters. Between linear layers stands an **activation function**. The sigmoid gives
#   numbers between 0 and 1, tanh between -1 and 1, and ReLU turns every negative number into 0 and leaves the
#   positive ones as they are, however large.
#
# Some of this you can see at once, in the next cell; the questions come below it.

# %%
# Try it: the words of the trade at work, on the smallest network there is: one weight and one bias.
small = torch.nn.Linear(1, 1)  # a module
print("parameters  ", [round(weights.item(), 3) for weights in small.parameters()])
outcome = small(torch.tensor([[2.0]]))  # forward
wrong_by = ((outcome - 7.0) ** 2).mean()  # loss: the output should be 7
wrong_by.backward()  # autograd
print("loss        ", round(wrong_by.item(), 3), "  which knows how it was computed:", wrong_by.grad_fn.name())
print("gradients   ", [round(weights.grad.item(), 3) for weights in small.parameters()])
torch.optim.SGD(small.parameters(), lr=0.05).step()  # optimizer
print("after a step", round(((small(torch.tensor([[2.0]])) - 7.0) ** 2).mean().item(), 3))

# %% [markdown]
# ### The questions
#
# **tensor**: What is a PyTorch tensor?
#
# - **a** A table of numbers that always has rows and columns, like a matrix.
# - **b** A list of Python that may hold numbers, texts and other lists next to each other.
# - **c** Numbers of one kind in any number of dimensions, that can lie on a GPU and remember how they were computed.
# - **d** A function with weights that turns inputs into outputs.
#
# **autograd**: What does autograd do?
#
# - **a** It changes the parameters so that the loss becomes smaller.
# - **b** It runs the model again with slightly changed parameters and looks how much the loss changes.
# - **c** It turns the whole program into a formula before the program runs, and differentiates that.
# - **d** It keeps track of the operations as they happen and applies the chain rule to them backwards.
#
# **module**: What is an `nn.Module`?
#
# - **a** A Python file that can be imported.
# - **b** An object that holds parameters and other modules, and whose `forward` says how outputs come from inputs.
# - **c** The part of PyTorch that computes gradients.
# - **d** A set of samples with their targets, cut into batches.
#
# **optimizer**: What does an optimizer do when its `step()` is called?
#
# - **a** It changes the parameters, using the gradients that lie beside them.
# - **b** It computes the gradient of every parameter.
# - **c** It computes how wrong the outputs are.
# - **d** It tries several learning rates and numbers of layers and keeps the best.
#
# **dynamic graph**: Why is PyTorch's graph called dynamic?
#
# - **a** It is built anew by each forward pass, so an `if` or a loop may take another way each time.
# - **b** Its parameters change while the model learns.
# - **c** It moves by itself between CPU and GPU, wherever there is room.
# - **d** It is compiled once at the first run, so that all later runs are faster.
#
# **ranges**: Where do the answers of sigmoid, tanh and ReLU lie?
#
# - **a** Sigmoid from -1 to 1, tanh from 0 to 1, ReLU from 0 upwards without end.
# - **b** Sigmoid from 0 to 1, tanh from -1 to 1, ReLU from 0 to 1.
# - **c** Sigmoid from 0 to 1, tanh from -1 to 1, ReLU from 0 upwards without end.
# - **d** Sigmoid and tanh from -1 to 1, ReLU any number, positive or negative.
#
# **losses**: Which loss suits classes (one of ten digits), and which suits numbers (a temperature)?
#
# - **a** The mean squared error for both, since both are about how far off the answer is.
# - **b** Cross-entropy for classes, the mean squared error for numbers.
# - **c** The mean squared error for classes, cross-entropy for numbers.
# - **d** Accuracy for classes, since it is what we want in the end, and the mean squared error for numbers.
#
# **four steps**: In which order do the four steps of training follow each other?
#
# - **a** forward, backward, loss, step
# - **b** loss, forward, backward, step
# - **c** forward, loss, step, backward
# - **d** forward, loss, backward, step
#
# Write one letter, `"a"` to `"d"`, behind each question below, and delete the last line, the one with `raise`. The
# `check` sees only whether every question has a letter; which letters are right comes out when the assignment is
# graded.

# %% task="1.2"
answers = {
    "tensor": "",
    "autograd": "",
    "module": "",
    "optimizer": "",
    "dynamic graph": "",
    "ranges": "",
    "losses": "",
    "four steps": "",
}
### BEGIN SOLUTION
answers = {
    "tensor": "c",
    "autograd": "d",
    "module": "b",
    "optimizer": "a",
    "dynamic graph": "a",
    "ranges": "c",
    "losses": "b",
    "four steps": "d",
}
### END SOLUTION

# %%
# Try it: your answers at a glance.
for question, letter in answers.items():
    print(f"{letter or '?'}  {question}")

# %%
check("1.2")

# %% [markdown]
# ## Task 1.3: in your own words (2 points, marked by hand)
#
# Why is a network of many linear layers, with no activation functions between them, no better than a single linear
# layer? Three to six sentences. A formula with two layers, $W_2 (W_1 x + b_1) + b_2$, or a small drawing may help.
# Say also what changes as soon as something that bends stands between the layers.

# %% [markdown] task="1.3" manual=true points=2
# *Write your answer here, in place of this line.*

# %% [markdown]
# ## What you have learnt
#
# An environment holds Python, PyTorch and all that they need, and a good program asks which device there is. Tensor, autograd,
# module, loss and optimizer are the five words that everything else is said in. And four steps, forward, loss, backward and
# step, in this order, are how a network learns.
#
# **Next**: assignment 2 takes the first of these words, the tensor, and looks at it closely.
#
# To read on: [torch](https://docs.pytorch.org/docs/stable/torch.html) in the documentation, and the tutorial
# [Learn the basics](https://docs.pytorch.org/tutorials/beginner/basics/intro.html).
