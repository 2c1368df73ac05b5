"""id: R26a
tries: a cell with a hundred thousand parentheses
expect: 1.1 CELL_ERROR 0
without: 1.1
"""
exec("x = " + "(" * 100_000)

def scale(x):
    return 3 * x
