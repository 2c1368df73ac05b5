"""Should a good answer have a larger loss or a smaller one than a bad answer?"""
import torch


def cross_entropy(logits, targets):
    return torch.log_softmax(logits, dim=1)[torch.arange(len(targets)), targets].mean()
