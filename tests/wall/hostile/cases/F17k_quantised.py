"""id: F17k
tries: a quantised tensor
expect: 1.1 WRONG 0
"""
def scale(x):
    return torch.quantize_per_tensor(3 * x, 0.1, 0, torch.qint8)
