"""id: H07
tries: nothing: needs most of its time
expect: 1.1 OK 2
"""
import time
time.sleep(1.2)

def scale(x):
    time.sleep(0.8)
    return 3 * x
