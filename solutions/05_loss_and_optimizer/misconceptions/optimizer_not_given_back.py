"""The optimizer is made. What does the caller of your function get?"""
import torch


def choose_optimizer(name, model, lr):
    if name == "sgd":
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    elif name == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    else:
        raise ValueError(name)
    print(optimizer)
