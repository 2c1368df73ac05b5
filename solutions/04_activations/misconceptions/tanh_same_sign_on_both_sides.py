"""Try 1 and -1: should both give the same answer?"""


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return (1 - small) / (1 + small)
