"""Are the tensors that the optimizer holds the same objects that the model uses, or do they only look alike?"""
import copy

import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name](copy.deepcopy(model).parameters(), lr=lr)
