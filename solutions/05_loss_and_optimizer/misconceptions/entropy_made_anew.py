"""A new tensor made of a number has its value and not its history. Can you walk back from it to the logits?"""
import torch


def cross_entropy(logits, targets):
    values = torch.log_softmax(logits, dim=1)
    return torch.tensor(-values[torch.arange(len(targets)), targets].mean().item(), requires_grad=True)
