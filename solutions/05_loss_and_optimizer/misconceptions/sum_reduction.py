"""Double the batch and look at the loss. What would that do to the length of a step?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.MSELoss, "binary": nn.BCEWithLogitsLoss}
    if task not in losses:
        raise ValueError(task)
    return losses[task](reduction="sum")
