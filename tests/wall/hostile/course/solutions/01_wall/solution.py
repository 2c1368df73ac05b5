# %% [markdown]
# # The wall
#
# Three tasks that do not need each other, so that each keeps its points whatever becomes of the others.

# %%
import torch
from torch import nn

# %% [markdown]
# ## Task 1.1

# %% task="1.1"
def scale(x):
    """Three times x."""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% [markdown]
# ## Task 1.2

# %% task="1.2"
def affine(x, weight, bias):
    """Each row of x through the map x W^T + b."""
    ### BEGIN SOLUTION
    return x @ weight.T + bias
    ### END SOLUTION

# %% [markdown]
# ## Task 1.3

# %% task="1.3"
def train_step(model, x, y, lr):
    """One step of gradient descent on the mean squared error; gives back the loss as a number."""
    ### BEGIN SOLUTION
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= lr * parameter.grad
    return loss.item()
    ### END SOLUTION
