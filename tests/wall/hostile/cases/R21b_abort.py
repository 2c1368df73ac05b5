"""id: R21b
tries: abort in a cell, before the task is defined
expect: 1.1 CRASHED 0
without: 1.1
says: SIGABRT
"""
import os
os.abort()

def scale(x):
    return 3 * x
