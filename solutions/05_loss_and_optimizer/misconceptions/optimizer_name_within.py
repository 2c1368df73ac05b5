"""Which longer words have "adam" in them? The docstring allows two names, letter by letter."""
import torch


def choose_optimizer(name, model, lr):
    if "sgd" in name:
        return torch.optim.SGD(model.parameters(), lr=lr)
    if "adam" in name:
        return torch.optim.Adam(model.parameters(), lr=lr)
    raise ValueError(name)
