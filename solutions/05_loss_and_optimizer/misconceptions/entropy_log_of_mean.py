"""The mean of logarithms is not the logarithm of the mean. Which of the two does the task ask for?"""
import torch


def cross_entropy(logits, targets):
    probabilities = torch.softmax(logits, dim=1)[torch.arange(len(targets)), targets]
    return -torch.log(probabilities.mean())
