"""What is the exponential of 1000 in a float? Your sum of exponentials has it among its terms."""
import torch


def cross_entropy(logits, targets):
    log_sums = logits.exp().sum(dim=1).log()
    return (log_sums - logits[torch.arange(len(targets)), targets]).mean()
