"""You cut large scores off before you use them. Is a score of 1000 against one of 0 then still as sure as it was?"""
import torch


def cross_entropy(logits, targets):
    logits = logits.clamp(-80, 80)
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(targets)), targets]).mean()
