"""The optimizer class is looked up by its name in torch.optim, one group for each parameter."""
import torch

NAMES = {"sgd": "SGD", "adam": "Adam"}


def choose_optimizer(name, model, lr):
    if name not in NAMES:
        raise ValueError(f"{name!r} is none of {sorted(NAMES)}")
    groups = [{"params": [p], "lr": lr} for p in model.parameters()]
    return getattr(torch.optim, NAMES[name])(groups, lr=1.0)
