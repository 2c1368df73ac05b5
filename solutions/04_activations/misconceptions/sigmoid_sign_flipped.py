"""For a large positive number, should the sigmoid be near 0 or near 1? Try 5 and -5."""

def sigmoid(x):
    return 1 / (1 + torch.exp(x))
