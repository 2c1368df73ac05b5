"""Two classes that are equally likely: is your loss 0.69? Which logarithm belongs to the exponential?"""
import torch


def cross_entropy(logits, targets):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    picked = shifted[torch.arange(len(targets)), targets]
    return (torch.log2(shifted.exp().sum(dim=1)) - picked / torch.log(torch.tensor(2.0))).mean()
