"""What is the exponential of 1000 in a float, and what do you divide by then?"""
import torch


def cross_entropy(logits, targets):
    probabilities = torch.exp(logits) / torch.exp(logits).sum(dim=1, keepdim=True)
    return -torch.log(probabilities[torch.arange(len(targets)), targets]).mean()
