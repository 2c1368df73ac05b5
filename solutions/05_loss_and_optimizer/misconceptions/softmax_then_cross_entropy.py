"""For a confident and right answer, which loss do you get, and how near to 0 should it be? Count the softmaxes."""
import torch


def cross_entropy(logits, targets):
    scores = torch.softmax(logits, dim=1)
    return (torch.logsumexp(scores, dim=1) - scores[torch.arange(len(targets)), targets]).mean()
