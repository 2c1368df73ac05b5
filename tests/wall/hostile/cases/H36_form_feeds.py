"""id: H36
tries: nothing: form feeds, tabs, a declared encoding, a shebang and odd cell marks in a program
expect: 1.1 OK 2
place: alone
"""
#!/usr/bin/env python3
# -*- coding: latin-1 -*-
import torch
from torch import nn

#%% A title [with brackets] {and: braces}
def scale(x):
	return 3 * x
#%%[markdown]
# # Prose
# %% [raw]
# nothing to run
# %%	tags=["a", "b"] key="unfinished
def affine(x, weight, bias):
    return x @ weight.T + bias
# %%%% deeper
def train_step(model, x, y, lr):
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad(); loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= lr * parameter.grad
    return loss.item()
