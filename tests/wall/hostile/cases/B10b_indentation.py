"""id: B10b
tries: nothing: tabs and spaces are mixed
expect: 1.1 CELL_ERROR 0
without: 1.1
"""
def scale(x):
	if True:
        return 3 * x
