"""id: F03b
tries: os._exit(0) at the first question
expect: 1.1 RECORD_MISSING 0
"""
import os

def scale(x):
    os._exit(0)
