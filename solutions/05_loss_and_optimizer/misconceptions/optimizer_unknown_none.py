"""What does your function give back for a name that it does not know, and when would its caller notice?"""
import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
