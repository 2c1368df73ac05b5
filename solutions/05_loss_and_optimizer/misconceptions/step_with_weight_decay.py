"""A weight whose gradient is 0 should stay where it is. Does yours shrink?"""
import torch

DECAY = 0.01  # or 0.1, 0.001


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * (parameter.grad + DECAY * parameter)
