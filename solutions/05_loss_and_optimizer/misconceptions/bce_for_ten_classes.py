"""Is it one choice out of several, or a yes or no for every class by itself?"""
from torch import nn
from torch.nn import functional as F


class OneForEach(nn.Module):
    def forward(self, logits, targets):
        return F.binary_cross_entropy_with_logits(logits, F.one_hot(targets, logits.shape[1]).float())


def choose_loss(task):
    losses = {"classification": OneForEach, "regression": nn.MSELoss, "binary": nn.BCEWithLogitsLoss}
    if task not in losses:
        raise ValueError(task)
    return losses[task]()
