"""id: F08a
tries: close the channel and go on for ever
expect: 1.1 RECORD_MISSING 0
"""
import os

def scale(x):
    os.close(3)
    while True:
        pass
