"""Call `backward` on your loss, then look at the gradient of the logits: did the road back stay open?"""
import torch


def cross_entropy(logits, targets):
    values = torch.log_softmax(logits.detach(), dim=1)
    return -values[torch.arange(len(targets)), targets].mean()
