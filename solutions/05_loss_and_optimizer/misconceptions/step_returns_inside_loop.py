"""Only the first parameter has had its turn. Which of your lines ends the loop after it?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
            return
