"""id: F26c
tries: an array of objects, which numpy would pickle
expect: 1.1 WRONG 0
says: numpy.ndarray of object
"""
import numpy, os

class Mark:
    def __reduce__(self):
        return exec, ("open('@MARKER@', 'w')",)

def scale(x):
    return numpy.array([Mark()] * len(x), dtype=object)
