"""A Python number has forgotten where it came from. What would `backward` be called on?"""
import torch


def cross_entropy(logits, targets):
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(targets)), targets]).mean().item()
