"""Let it minimise a parabola for a few steps. Does it go down into the valley or up the wall?"""
import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name](model.parameters(), lr=lr, maximize=True)
