"""Your tanh has the right range and goes through 0, but it is not steep enough. Check it at x = 1 with a
calculator: a factor is missing.
"""

def tanh(x):
    return 2 / (1 + torch.exp(-x)) - 1
