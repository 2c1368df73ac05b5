"""A new tensor made of a number has its value and not its history. Can you walk back from it to the predictions?"""
import torch


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return torch.tensor(((predictions - targets) ** 2).mean().item(), requires_grad=True)
