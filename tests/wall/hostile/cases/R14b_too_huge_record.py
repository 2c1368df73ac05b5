"""id: R14b
tries: answers larger than any frame, one of them without memory of its own
expect: 1.1 RECORD_TOO_BIG 0, 1.2 RECORD_TOO_BIG 0
"""
def scale(x):
    return torch.zeros(20_000_000)

def affine(x, weight, bias):
    return torch.zeros(1).expand(1 << 40)
