"""The second step still feels the first. Which setting did you add that nobody asked for?"""
import torch

KEPT = 0.9  # or 0.5, 0.8, 0.95, 0.99


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=KEPT)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    raise ValueError(name)
