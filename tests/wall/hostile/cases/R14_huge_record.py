"""id: R14
tries: a legal answer of 40 MB where 28 bytes were asked for
expect: 1.1 RECORD_TOO_BIG 0
"""
def scale(x):
    return torch.zeros(10_000_000)
