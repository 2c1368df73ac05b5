"""Holds x within bounds beyond which tanh is 1 anyway."""

def tanh(x):
    y = x.clamp(min=-30, max=30)
    p, n = torch.exp(y), torch.exp(-y)
    return (p - n) / (p + n)
