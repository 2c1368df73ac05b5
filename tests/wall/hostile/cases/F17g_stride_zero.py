"""id: F17g
tries: an expanded tensor without memory of its own
expect: 1.1 WRONG 0
"""
def scale(x):
    return torch.zeros(1).expand(len(x))
