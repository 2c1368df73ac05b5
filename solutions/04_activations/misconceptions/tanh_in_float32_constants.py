"""Which dtype goes into your tanh, and which comes out? Try it with a float64 tensor."""

def tanh(x):
    y = torch.zeros(x.shape)
    y[...] = 2 / (1 + torch.exp(-2 * x)) - 1
    return y
