"""id: F17a
tries: nan, which no comparison finds to be off
expect: 1.1 WRONG 0
says: nan or infinite
"""
def scale(x):
    return x * float("nan")
