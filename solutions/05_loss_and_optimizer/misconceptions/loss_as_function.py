"""It computes the right numbers, but is it an `nn.Module`? Look for its namesake with a capital letter."""
from torch.nn import functional as F


def choose_loss(task):
    losses = {
        "classification": F.cross_entropy,
        "regression": F.mse_loss,
        "binary": F.binary_cross_entropy_with_logits,
    }
    if task not in losses:
        raise ValueError(task)
    return losses[task]
