"""By addition."""

def scale(x):
    return x + x + x
