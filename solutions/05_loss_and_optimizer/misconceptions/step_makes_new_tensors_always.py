"""After your step the weights are what they were. Which line should move them: is it reached, and does it change the tensor
itself?
"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            parameter = parameter - lr * parameter.grad
