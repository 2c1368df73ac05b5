"""Is what you give back an optimizer, or the recipe for one? Has it seen the model and the rate?"""
import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name]
