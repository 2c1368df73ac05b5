"""After your step, is autograd still at work? Try another forward pass and look for its `grad_fn`."""
import torch


def sgd_step(parameters, lr):
    torch.set_grad_enabled(False)
    for parameter in parameters:
        if parameter.grad is not None:
            parameter -= lr * parameter.grad
