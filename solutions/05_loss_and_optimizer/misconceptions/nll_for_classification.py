"""This loss expects logarithms of probabilities. Which layer before it would have made them, and is it there?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.NLLLoss, "regression": nn.MSELoss, "binary": nn.BCEWithLogitsLoss}
    if task not in losses:
        raise ValueError(task)
    return losses[task]()
