"""Only the first parameter has had its turn. How deep is your last line indented?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
            return
