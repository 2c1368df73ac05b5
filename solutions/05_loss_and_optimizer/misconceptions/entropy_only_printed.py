"""Your function gives back None, whatever is on the screen. What is missing before the result?"""

import torch


def cross_entropy(logits, targets):
    print(-torch.log_softmax(logits, dim=1)[torch.arange(len(targets)), targets].mean())
