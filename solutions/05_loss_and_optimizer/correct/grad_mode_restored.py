"""Autograd is switched off by hand and on again; the optimizers get keywords and a list."""
import torch
from torch.optim import SGD, Adam


def sgd_step(parameters, lr):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        [p.subtract_(lr * p.grad) for p in parameters if p.grad is not None]
    finally:
        torch.set_grad_enabled(before)


def choose_optimizer(name, model, lr):
    trained = [p for p in model.parameters() if p.requires_grad]
    if name == "sgd":
        return SGD(params=trained, lr=lr, momentum=0, weight_decay=0)
    if name == "adam":
        return Adam([{"params": trained}], lr=lr, betas=(0.9, 0.999), eps=1e-8)
    raise ValueError("sgd or adam")
