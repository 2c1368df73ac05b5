"""Should a good answer have a larger loss or a smaller one than a bad answer?"""
import torch


def cross_entropy(logits, targets):
    probabilities = torch.exp(logits) / torch.exp(logits).sum(dim=1, keepdim=True)
    return torch.log(probabilities[torch.arange(len(targets)), targets]).mean()
