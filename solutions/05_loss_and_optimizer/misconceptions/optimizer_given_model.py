"""The optimizer wants the things that it is to change. Where does a model keep them?"""
import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name](model, lr=lr)
