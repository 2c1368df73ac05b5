"""Your function is told a learning rate. On which line is it used?"""
import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=0.01)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=0.001)
    raise ValueError(name)
