"""Losses are modules of one's own, written out or wrapped."""
import torch
from torch import nn


class Squared(nn.Module):
    def forward(self, predictions, targets):
        return (predictions - targets).pow(2).mean()


class SigmoidFirst(nn.Module):
    def __init__(self):
        super().__init__()
        self.loss = nn.BCELoss()

    def forward(self, logits, targets):
        return self.loss(torch.sigmoid(logits), targets)


class SoftmaxFirst(nn.Module):
    def forward(self, logits, targets):
        return nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), targets)


def choose_loss(task):
    match task:
        case "classification":
            return SoftmaxFirst()
        case "regression":
            return Squared()
        case "binary":
            return SigmoidFirst()
        case _:
            raise ValueError(task)
