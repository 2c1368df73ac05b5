"""Your loss knows how sure the network is. Where does it look at what was right?"""
import torch


def cross_entropy(logits, targets):
    return (torch.logsumexp(logits, dim=1) - logits.max(dim=1).values).mean()
