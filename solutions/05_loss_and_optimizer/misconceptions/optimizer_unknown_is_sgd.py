"""Ask for an optimizer that does not exist. Should you get one?"""
import torch


def choose_optimizer(name, model, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    return torch.optim.SGD(model.parameters(), lr=lr)
