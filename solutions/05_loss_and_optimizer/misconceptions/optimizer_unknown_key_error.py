"""An unknown name does raise an error. Which kind does the docstring promise?"""
import torch


def choose_optimizer(name, model, lr):
    return {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[name](model.parameters(), lr=lr)
