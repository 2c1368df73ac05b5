"""Look at the logits after the call. Would you like a function of somebody else to do that to your tensors?"""
import torch


def cross_entropy(logits, targets):
    if not logits.requires_grad:
        logits -= logits.max(dim=1, keepdim=True).values
    return -torch.log_softmax(logits, dim=1)[torch.arange(len(targets)), targets].mean()
