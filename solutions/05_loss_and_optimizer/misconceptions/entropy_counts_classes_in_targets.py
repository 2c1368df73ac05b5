"""How many classes are there when the last one does not occur in this batch? Who knows it: the targets, or the logits?"""
import torch
from torch.nn.functional import one_hot


def cross_entropy(logits, targets):
    return -(one_hot(targets) * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
