"""You shorten long gradients before you use them. Is that in the formula, and who will find them changed?"""
import torch

LONGEST = 1.0  # or 0.1, 0.5, 2.0, 5.0


def sgd_step(parameters, lr):
    parameters = list(parameters)
    torch.nn.utils.clip_grad_norm_(parameters, LONGEST)
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
