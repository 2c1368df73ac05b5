"""id: F17b
tries: infinity
expect: 1.1 WRONG 0
says: nan or infinite
"""
def scale(x):
    return torch.full_like(x, float("inf"))
