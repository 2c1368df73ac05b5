"""id: F03a
tries: os._exit(0) before the function is defined
expect: 1.1 RECORD_MISSING 0
without: 1.1
says: ended the program before it could be checked
"""
import os
os._exit(0)

def scale(x):
    return 3 * x
