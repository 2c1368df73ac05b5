"""A larger learning rate should make a larger step. Try 0.1 and 0.2: what does yours make?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= parameter.grad / lr
