"""You answer with a loss for each sample. What makes one number of them, as the formula in the task does?"""
import torch


def cross_entropy(logits, targets):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return torch.log(shifted.exp().sum(dim=1)) - shifted[torch.arange(len(targets)), targets]
