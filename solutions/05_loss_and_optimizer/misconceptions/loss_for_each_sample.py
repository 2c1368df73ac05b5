"""One number should come out, whatever the number of samples. How many come out of yours?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.MSELoss, "binary": nn.BCEWithLogitsLoss}
    if task not in losses:
        raise ValueError(task)
    return losses[task](reduction="none")
