"""After one step, is the change of a weight in proportion to its gradient, or nearly the same for all? Which of the two optimizers does that?"""
import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.Adam, "adam": torch.optim.SGD}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name](model.parameters(), lr=lr)
