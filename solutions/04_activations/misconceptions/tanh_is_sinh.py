"""Your curve grows without end. What does the formula divide by?"""


def tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / 2
