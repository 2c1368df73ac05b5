"""Straight pieces are a rough copy of the S-shape. Compare your sigmoid with a calculator at x = 1 and x = 4."""

def sigmoid(x):
    return torch.clamp(x / 6 + 0.5, 0, 1)
