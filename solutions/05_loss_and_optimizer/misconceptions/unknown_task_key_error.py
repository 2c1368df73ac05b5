"""An unknown task does raise an error. Is it the one the docstring promises?"""
from torch import nn


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.MSELoss, "binary": nn.BCEWithLogitsLoss}
    return losses[task]()
