"""id: F17f
tries: right numbers of another type
expect: 1.1 WRONG 0
says: float64
"""
def scale(x):
    return 3 * x.double()
