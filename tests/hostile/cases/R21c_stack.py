"""id: R21c
tries: overflow the stack of C, and the one of Python
expect: 1.1 CRASHED 0, 1.2 WRONG 0
cell: 6
"""
import sys

def scale(x):
    sys.setrecursionlimit(10**9)
    class Deep:
        def __getattr__(self, name):
            return getattr(self, name)
    Deep().x

def affine(x, weight, bias):
    return affine(x, weight, bias)
