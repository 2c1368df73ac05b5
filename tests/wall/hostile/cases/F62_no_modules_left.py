"""id: F62
tries: empty sys.modules and take names out of torch, once the questions are asked
expect: 1.1 RECORD_MISSING 0
"""
def scale(x):
    import sys
    y = x + 0
    for name in list(vars(torch.nn.functional)):
        if not name.startswith("__"):
            delattr(torch.nn.functional, name)
    del torch.randn, torch.zeros, torch.Tensor.backward
    sys.modules.clear()
    return y
