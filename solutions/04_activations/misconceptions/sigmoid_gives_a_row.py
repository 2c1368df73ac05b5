"""Can your sigmoid answer a single number, of shape []? Look at the shape that comes out."""


def sigmoid(x):
    return torch.atleast_1d(1 / (1 + torch.exp(-x)))
