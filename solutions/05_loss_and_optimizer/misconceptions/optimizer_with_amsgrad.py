"""The usual settings are asked for. Which of yours is not the usual one?"""

import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr, amsgrad=True)
    raise ValueError(name)
