"""The squared error as variance plus square of the mean, cross-entropy by adding up logarithms class by class."""
import torch


def mean_squared_error(predictions, targets):
    if tuple(predictions.shape) != tuple(targets.shape):
        raise ValueError
    difference = predictions - targets
    return difference.var(unbiased=False) + difference.mean() ** 2


def cross_entropy(logits, targets):
    total = logits[:, 0]
    for c in range(1, logits.shape[1]):
        total = torch.logaddexp(total, logits[:, c])
    return (total - logits[torch.arange(len(targets)), targets]).mean()
