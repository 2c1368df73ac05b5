"""The squared error entry by entry, cross-entropy row by row, the step with a while loop and an iterator."""
import torch


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError(f"{predictions.shape=} {targets.shape=}")
    total = 0.0
    for p, t in zip(predictions.reshape(-1), targets.reshape(-1)):
        total = total + (p - t) ** 2
    return total / predictions.numel()


def cross_entropy(logits, targets):
    losses = []
    for i in range(logits.size(0)):
        row, largest = logits[i], torch.max(logits[i])
        losses.append(largest + torch.log(torch.exp(row - largest).sum()) - row[targets[i].item()])
    return torch.stack(losses).mean()


def sgd_step(parameters, lr):
    parameters = iter(parameters)
    while (p := next(parameters, None)) is not None:
        if isinstance(p.grad, torch.Tensor):
            p.detach().sub_(p.grad, alpha=lr)
