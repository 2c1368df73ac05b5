"""After one step, which weights of a larger model are different, and which are not?"""
import torch


def choose_optimizer(name, model, lr):
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in kinds:
        raise ValueError(name)
    return kinds[name](list(model.parameters())[-2:], lr=lr)
