"""A probability is at most 1. Look at what your sigmoid gives for 3, and compare the denominators."""

def sigmoid(x):
    return 1 / torch.exp(-x)
