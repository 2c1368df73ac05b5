"""id: R46
tries: recursion without a limit, in Python and below it
expect: 1.1 CRASHED 0, 1.2 WRONG 0
"""
import sys

def scale(x):
    sys.setrecursionlimit(10**8)
    def deeper(n):
        return sorted([n], key=deeper)
    return deeper(x)

def affine(x, weight, bias):
    return affine(x, weight, bias)
