"""What does your tanh give at 0, and what should it give? Its answers start at 0, not at -1."""

def tanh(x):
    return 1 / (1 + torch.exp(-2 * x))
