"""Where the slope is gentle the steps should be short. How long are yours?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad / (parameter.grad.norm() + 1e-8)
