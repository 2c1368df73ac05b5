"""Your function is told a learning rate. On which line is it used?"""
import torch

RATE = 0.1  # or 0.01, 0.001


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=RATE)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=0.001)
    raise ValueError(name)
