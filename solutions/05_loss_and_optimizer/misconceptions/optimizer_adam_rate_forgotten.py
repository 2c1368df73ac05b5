"""Your Adam always takes steps of one length. Does it know which rate was asked for?"""
import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr)
    if name == "adam":
        return torch.optim.Adam(model.parameters())
    raise ValueError(name)
