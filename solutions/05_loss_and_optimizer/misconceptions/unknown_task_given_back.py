"""An error that is given back is a value like any other. Which word makes a program stop and listen?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.MSELoss, "binary": nn.BCEWithLogitsLoss}
    return losses[task]() if task in losses else ValueError(task)
