"""You shorten long gradients before you use them. Is that in the formula, and who will find them changed?"""
import torch


def sgd_step(parameters, lr):
    parameters = list(parameters)
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
