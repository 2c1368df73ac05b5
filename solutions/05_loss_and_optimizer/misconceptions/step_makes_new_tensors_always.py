"""After your step the weights are what they were. Which line changes them, rather than give a name a new tensor?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            parameter = parameter - lr * parameter.grad
