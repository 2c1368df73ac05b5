"""The docstring allows two names. Ask for "rmsprop": what should happen?"""
import torch


def choose_optimizer(name, model, lr):
    for kind in vars(torch.optim).values():
        if isinstance(kind, type) and kind.__name__.lower() == name:
            return kind(model.parameters(), lr=lr)
    raise ValueError(name)
