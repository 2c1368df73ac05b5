"""A small number under the logarithm keeps it finite. Which largest loss does it allow, and is it the right one?"""
import torch


def cross_entropy(logits, targets):
    probabilities = torch.softmax(logits, dim=1)
    return -torch.log(probabilities[torch.arange(len(targets)), targets] + 1e-8).mean()
