"""id: R21a
tries: read address zero
expect: 1.1 CRASHED 0
says: SIGSEGV
"""
import ctypes

def scale(x):
    ctypes.string_at(0)
