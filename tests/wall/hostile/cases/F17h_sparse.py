"""id: F17h
tries: a sparse tensor
expect: 1.1 WRONG 0
says: sparse
"""
def scale(x):
    return (3 * x).to_sparse()
