"""An iterator gives each thing once. How often do you walk along it, and what is left the second time?"""
import torch


def sgd_step(parameters, lr):
    if not any(True for _ in parameters) or all(p.grad is None for p in parameters):
        return
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
