"""id: B10
tries: nothing: one cell does not compile
expect: 1.1 CELL_ERROR 0
without: 1.1
says: line 1: SyntaxError
"""
def scale(x:
    return 3 * x
