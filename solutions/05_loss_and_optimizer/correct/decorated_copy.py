"""The step with a decorator, copy_ and add_ with alpha."""
import torch


@torch.no_grad()
def sgd_step(parameters, lr):
    with_gradient = [p for p in parameters if p.grad is not None]
    for number, p in enumerate(with_gradient):
        if number % 2:
            p.copy_(p + -lr * p.grad)
        else:
            p.add_(p.grad, alpha=-lr)
