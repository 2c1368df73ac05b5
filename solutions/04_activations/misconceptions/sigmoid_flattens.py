"""Compare the shapes of what goes into your sigmoid and what comes out of it, for a tensor of shape [2, 3]."""

def sigmoid(x):
    return 1 / (1 + torch.exp(-x.flatten()))
