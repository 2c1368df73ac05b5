"""Cross-entropy with logsumexp and gather; the squared error as a product."""
import torch


def mean_squared_error(predictions, targets):
    if list(predictions.shape) != list(targets.shape):
        raise ValueError("shapes must be the same")
    difference = (targets - predictions).reshape(-1)
    return difference @ difference / difference.numel()


def cross_entropy(logits, targets):
    picked = torch.gather(logits, 1, targets[:, None]).squeeze(1)
    return torch.mean(torch.logsumexp(logits, 1) - picked)
