"""id: R56
tries: a graph so deep that freeing it overflows the stack
expect: 1.1 WRONG 0
"""
def scale(x):
    y = x.clone().requires_grad_()
    for _ in range(30_000):
        y = y + 0
    nest = []
    for _ in range(300_000):
        nest = [nest]
    return y
