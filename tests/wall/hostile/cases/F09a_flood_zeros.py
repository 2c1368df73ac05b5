"""id: F09a
tries: write zeros into the channel without end
expect: 1.1 RECORD_INVALID 0
"""
import os

def scale(x):
    while True:
        os.write(3, bytes(1 << 20))
