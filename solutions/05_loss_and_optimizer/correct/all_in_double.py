"""Both losses are computed in float64 and given back in float32; the step goes through NumPy's view of the memory."""
import torch


def mean_squared_error(predictions, targets):
    try:
        assert predictions.shape == targets.shape
    except AssertionError as error:
        raise ValueError("shapes") from error
    difference = predictions.double() - targets.double()
    return (difference * difference).mean().float()


def cross_entropy(logits, targets):
    logits = logits.double()
    return (torch.logsumexp(logits, dim=1) - logits.gather(1, targets.view(-1, 1)).flatten()).mean().float()


def sgd_step(parameters, lr):
    for p in parameters:
        if p.grad is not None:
            memory = p.detach().numpy()
            memory -= lr * p.grad.numpy()
