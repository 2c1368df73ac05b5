"""Ask for "adam" and print what you get. Which of the optimizers that you have read about is it?"""

import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr)
    if name == "adam":
        return torch.optim.RMSprop(model.parameters(), lr=lr)
    raise ValueError(name)
