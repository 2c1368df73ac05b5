"""Which dtype goes into your sigmoid, and which comes out? Try it with a float64 tensor."""

def sigmoid(x):
    return 1 / (1 + torch.exp(-x.float()))
