"""id: B33
tries: nothing: uses a name of a cell that was deleted
expect: 1.1 WRONG 0
says: `?factor'? is not defined
"""
def scale(x):
    return factor * x
