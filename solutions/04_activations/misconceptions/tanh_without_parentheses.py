"""Division comes before plus and minus. What belongs above the fraction bar, and what below?"""


def tanh(x):
    return torch.exp(x) - torch.exp(-x) / torch.exp(x) + torch.exp(-x)
