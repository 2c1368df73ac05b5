"""The student's own functions become modules; yes or no by softplus; a step on one long vector."""
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters


class Wrapped(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, predictions, targets):
        return self.function(predictions, targets)


def yes_or_no(logits, targets):
    return (nn.functional.softplus(logits) - logits * targets).mean()


def choose_loss(task):
    functions = {"classification": cross_entropy, "regression": mean_squared_error, "binary": yes_or_no}
    if task not in functions:
        raise ValueError
    return Wrapped(functions[task])


def sgd_step(parameters, lr):
    moved = [p for p in parameters if p.grad is not None]
    if not moved:
        return
    with torch.no_grad():
        slopes = torch.cat([p.grad.flatten() for p in moved])
        vector_to_parameters(parameters_to_vector(moved) - lr * slopes, moved)
