"""id: R25a
tries: a power that no interrupt of Python's reaches
expect: 1.1 TIME_LIMIT 0
"""
def scale(x):
    return 10 ** 10 ** 8
