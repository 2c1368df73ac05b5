"""Which side does your ReLU let pass? Try 3 and -3."""

def relu(x):
    return torch.where(x > 0, 0, x)
