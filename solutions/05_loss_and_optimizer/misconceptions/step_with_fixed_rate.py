"""Your function is told a learning rate. Which one does it use?"""
import torch

RATE = 0.1  # or 0.01, 0.001


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= RATE * parameter.grad
