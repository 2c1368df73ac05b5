"""id: F17n
tries: an empty dict and an empty tuple, in which nothing can differ
expect: 1.2 WRONG 0
"""
def affine(x, weight, bias):
    return {} if len(x) > 1 else ()
