"""Which loss does the table name for numbers, and what does it do to a difference of 3?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.L1Loss, "binary": nn.BCEWithLogitsLoss}
    if task not in losses:
        raise ValueError(task)
    return losses[task]()
