"""The number is right, but can you walk back from it to the predictions? Look at its `grad_fn`."""
import torch


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    with torch.no_grad():
        return ((predictions - targets) ** 2).mean()
