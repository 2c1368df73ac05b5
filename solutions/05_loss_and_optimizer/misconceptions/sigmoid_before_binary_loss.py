"""Read what this loss does with a logit before anything else. Has somebody done that already?"""
from torch import nn
from torch.nn import functional as F


class Binary(nn.Module):
    def forward(self, logits, targets):
        return F.binary_cross_entropy_with_logits(logits.sigmoid(), targets)


def choose_loss(task):
    losses = {"classification": nn.CrossEntropyLoss, "regression": nn.MSELoss, "binary": Binary}
    if task not in losses:
        raise ValueError(task)
    return losses[task]()
