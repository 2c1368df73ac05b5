"""id: F17e
tries: a column for a row
expect: 1.1 WRONG 0
says: shape
"""
def scale(x):
    return (3 * x)[:, None]
