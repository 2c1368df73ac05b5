"""A parameter came without a gradient. With what does it leave, and what does the docstring say about that?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            parameter -= lr * parameter.grad
