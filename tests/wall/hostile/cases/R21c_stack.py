"""id: R21c
tries: overflow the stack of C, and the one of Python
expect: 1.1 CRASHED 0, 1.2 WRONG 0
cell: 6
"""
import sys
import threading

def scale(x):
    sys.setrecursionlimit(10**9)
    threading.stack_size(64 << 10)  # from 3.12 on, Python counts calls in C, and would end them in a larger stack
    class Deep:
        def __getattr__(self, name):
            return getattr(self, name)
    deep = threading.Thread(target=lambda: Deep().x)
    deep.start()
    deep.join()

def affine(x, weight, bias):
    return affine(x, weight, bias)
