"""You always get the same loss. If a condition decides that, read it as Python does: for which tasks is it true?"""
from torch import nn


def choose_loss(task):
    if task == "classification" or "classes":
        return nn.CrossEntropyLoss()
    if task == "regression" or "numbers":
        return nn.MSELoss()
    return nn.BCEWithLogitsLoss()
