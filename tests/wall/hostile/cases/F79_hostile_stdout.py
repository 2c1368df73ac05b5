"""id: F79
tries: put objects in the place of the streams that end the program when they are used
expect: 1.1 WRONG 0
"""
import sys

class Stream:
    def __getattr__(self, name):
        raise SystemExit(name)

def scale(x):
    sys.stdout = sys.stderr = sys.__stdout__ = Stream()
    return x

sys.stdout = sys.stderr = Stream()
