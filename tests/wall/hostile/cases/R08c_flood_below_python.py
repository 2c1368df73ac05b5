"""id: R08c
tries: write to the descriptors of standard output and error without end, below Python
expect: 1.1 TIME_LIMIT 0
"""
import os

def scale(x):
    while True:
        os.write(1, bytes(1 << 20))
        os.write(2, bytes(1 << 20))
