"""Ask your function for a task with a made-up name. Should it guess?"""
from torch import nn


def choose_loss(task):
    if task == "classification":
        return nn.CrossEntropyLoss()
    if task == "regression":
        return nn.MSELoss()
    return nn.BCEWithLogitsLoss()
