"""After one step, which weights of a larger model are different, and which are not?"""
import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name](list(model.parameters())[:2], lr=lr)
