"""id: F17o
tries: the right numbers in a list
expect: 1.1 WRONG 0
says: a list
"""
def scale(x):
    return (3 * x).tolist()
