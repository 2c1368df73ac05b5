"""Which dtype does a tensor of yours have when you do not say it? Try your tanh with a float64 input."""

def tanh(x):
    y = torch.zeros(x.shape)
    y[...] = 2 / (1 + torch.exp(-2 * x)) - 1
    return y
