"""Your line gives the name a new tensor. Who told the model about it?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            parameter = parameter - lr * parameter.grad
