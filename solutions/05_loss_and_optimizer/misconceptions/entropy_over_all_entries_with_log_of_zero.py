"""Only one entry of each row counts. By how many numbers do you divide the sum?"""
import torch
from torch.nn import functional as F


def cross_entropy(logits, targets):
    return -(F.one_hot(targets, logits.shape[1]) * torch.log(torch.softmax(logits, dim=1))).mean()
