"""id: F17d
tries: one number for many, by broadcasting
expect: 1.1 WRONG 0
says: shape
"""
def scale(x):
    return (3 * x)[0]
