"""How much does your loss grow when a wrong answer becomes ten times as sure of itself? Compare with the formula in the task."""
import torch
from torch.nn import functional as F


def cross_entropy(logits, targets):
    return ((torch.softmax(logits, dim=1) - F.one_hot(targets, logits.shape[1])) ** 2).mean()
