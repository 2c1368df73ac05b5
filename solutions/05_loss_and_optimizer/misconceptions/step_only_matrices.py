"""Which of your parameters have moved, and which have not? Look at their shapes."""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None and parameter.dim() > 1:
                parameter -= lr * parameter.grad
