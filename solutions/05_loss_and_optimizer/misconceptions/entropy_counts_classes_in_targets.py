"""When the last class does not occur in a batch, how many do you count? Who knows their number: the targets, or the logits?"""
import torch
from torch.nn.functional import one_hot


def cross_entropy(logits, targets):
    return -(one_hot(targets) * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
