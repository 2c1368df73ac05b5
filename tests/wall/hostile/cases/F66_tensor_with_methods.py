"""id: F66
tries: put methods on a true tensor that give another one
expect: 1.1 WRONG 0
"""
def scale(x):
    y = x.clone()
    right = 3 * x
    for name in ("cpu", "clone", "contiguous", "detach", "numpy", "data_ptr", "__reduce_ex__"):
        setattr(y, name, lambda *args, **kwargs: right)
    return y
