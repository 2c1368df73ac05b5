"""id: R06
tries: tensors of a terabyte
expect: 1.1 MEMORY_LIMIT 0, 1.2 MEMORY_LIMIT 0
"""
def scale(x):
    return torch.zeros(10**12)

def affine(x, weight, bias):
    return torch.empty(3 << 30)
