"""Print the shape of what you pick from the table: how many numbers belong to one sample?"""
import torch


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1)[:, targets].mean()
