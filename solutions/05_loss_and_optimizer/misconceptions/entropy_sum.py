"""Twice as many samples, just as hard: should the loss of the batch be twice as large?"""
import torch


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1)[torch.arange(len(targets)), targets].sum()
