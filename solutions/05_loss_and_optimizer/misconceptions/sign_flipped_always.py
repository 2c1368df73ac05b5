"""The gradient points to where the loss grows. Are you walking down or up?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            parameter += lr * parameter.grad
