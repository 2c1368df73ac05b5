"""What does your function give back for a task that it does not know, and when would its caller notice?"""
from torch import nn


def choose_loss(task):
    if task == "classification":
        return nn.CrossEntropyLoss()
    if task == "regression":
        return nn.MSELoss()
    if task == "binary":
        return nn.BCEWithLogitsLoss()
    return None
