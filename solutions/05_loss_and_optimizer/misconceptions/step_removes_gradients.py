"""Look at `.grad` after your step. Who else might still want to read it, and what does the docstring say about it?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
                parameter.grad = None
