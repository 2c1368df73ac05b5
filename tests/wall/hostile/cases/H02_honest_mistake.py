"""id: H02
tries: nothing: a known misconception
expect: 1.1 WRONG 0
says: not three times
"""
def scale(x):
    return x ** 3
