"""Which of your model's parameters have names that end in `bias`, and who moves them?"""
import torch


def choose_optimizer(name, model, lr):
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    if name not in optimizers:
        raise ValueError(name)
    return optimizers[name]([p for n, p in model.named_parameters() if "bias" not in n], lr=lr)
