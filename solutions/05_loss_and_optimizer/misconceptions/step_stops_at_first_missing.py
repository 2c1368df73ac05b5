"""One parameter has no gradient. What becomes of those that come after it?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is None:
                break
            parameter -= lr * parameter.grad
