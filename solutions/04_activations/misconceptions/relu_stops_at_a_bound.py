"""Is there a largest answer ReLU can give? Try 5."""

def relu(x):
    return torch.clamp(x, 0, 1)
