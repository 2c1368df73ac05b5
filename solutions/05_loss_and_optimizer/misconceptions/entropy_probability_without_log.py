"""A sample that is right with probability 1 should cost nothing, and one with probability 0 very much. What do yours cost?"""
import torch


def cross_entropy(logits, targets):
    return -torch.softmax(logits, dim=1)[torch.arange(len(targets)), targets].mean()
