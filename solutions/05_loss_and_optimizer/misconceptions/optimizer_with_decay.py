"""Your weights shrink a little on top of every step. Which setting or which relative of the optimizer does that?"""
import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr)
    if name == "adam":
        return torch.optim.AdamW(model.parameters(), lr=lr)
    raise ValueError(name)
