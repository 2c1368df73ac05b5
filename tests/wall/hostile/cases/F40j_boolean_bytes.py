"""id: F40j
tries: truth values that are neither true nor false, for an answer that is not even asked to be one
expect: 1.1 WRONG 0
says: bool
"""
def scale(x):
    return torch.full((len(x),), 7, dtype=torch.uint8).view(torch.bool)
