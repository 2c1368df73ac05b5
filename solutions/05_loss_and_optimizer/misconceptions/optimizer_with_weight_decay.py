"""Your weights shrink a little on top of every step. Which setting of the optimizer does that, and who asked for it?"""
import torch

DECAY = 0.01  # or 0.1, 0.001, 0.0001


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, weight_decay=DECAY)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr, weight_decay=DECAY)
    raise ValueError(name)
