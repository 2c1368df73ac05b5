"""Try two learning rates, one ten times the other. Do your weights know the difference?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            parameter -= parameter.grad
