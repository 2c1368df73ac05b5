"""id: R47
tries: answers that take for ever to be written down
expect: 1.1 TIME_LIMIT 0
"""
import time

class Slow(float):
    def __float__(self):
        time.sleep(100)

def scale(x):
    return Slow(1)
