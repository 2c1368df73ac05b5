"""id: F03c
tries: os._exit(0) out of a destructor, after a right answer was made
expect: 1.1 RECORD_MISSING 0
"""
import os

class Bomb:
    def __del__(self):
        os._exit(0)

def scale(x):
    bomb = Bomb()
    return 3 * x
