"""id: F17c
tries: a tensor with nothing in it, close to everything
expect: 1.1 WRONG 0
says: shape
"""
def scale(x):
    return torch.empty(0)
