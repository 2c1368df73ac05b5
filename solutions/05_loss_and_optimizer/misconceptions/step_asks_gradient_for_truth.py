"""Is a tensor of twelve numbers true or false? What you want to know is whether there is a gradient at all."""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad:
                parameter -= lr * parameter.grad
