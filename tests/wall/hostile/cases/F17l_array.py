"""id: F17l
tries: an array in place of a tensor
expect: 1.1 WRONG 0
says: NumPy array
"""
def scale(x):
    return (3 * x).numpy()
