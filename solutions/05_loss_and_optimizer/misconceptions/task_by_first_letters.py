"""Half a name is enough for your function. Which of these half names did the task allow?"""
from torch import nn


def choose_loss(task):
    if task.startswith("class"):
        return nn.CrossEntropyLoss()
    if task.startswith("regr"):
        return nn.MSELoss()
    if task.startswith("bin"):
        return nn.BCEWithLogitsLoss()
    raise ValueError(task)
