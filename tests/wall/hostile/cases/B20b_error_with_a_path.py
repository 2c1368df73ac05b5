"""id: B20b
tries: nothing: an import that fails, of which Python says where it looked
expect: 1.1 CELL_ERROR 0
without: 1.1
says: cannot import name
"""
from torch import Tensr

def scale(x):
    return 3 * x
