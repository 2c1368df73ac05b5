"""Two classes that are equally likely: is your loss 0.69? Which logarithm belongs to the exponential?"""

import torch


def cross_entropy(logits, targets):
    return -torch.log10(torch.softmax(logits, dim=1))[torch.arange(len(targets)), targets].mean()
