"""Cross-entropy sample by sample, the squared error with an exception class of one's own."""
import torch
from torch.nn.functional import one_hot


class ShapeError(ValueError):
    """Shapes differ."""


def mean_squared_error(predictions, targets):
    if predictions.ndim != targets.ndim or any(a != b for a, b in zip(predictions.shape, targets.shape)):
        raise ShapeError("shapes differ")
    return sum(torch.square(predictions - targets).flatten()) / predictions.numel()


def cross_entropy(logits, targets):
    total = 0
    for row, hot in zip(logits, one_hot(targets, logits.size(1))):
        row = row - row.max().detach()
        total = total + row.exp().sum().log() - (row * hot).sum()
    return total / len(logits)
