"""One score a sample leaves only one class to choose from. Over what does your softmax go here?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.MSELoss, "binary": nn.CrossEntropyLoss}
    if task not in losses:
        raise ValueError(task)
    return losses[task]()
