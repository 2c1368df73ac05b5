"""id: F10c
tries: send the first three bytes of a frame and sleep
expect: 1.1 TIME_LIMIT 0
"""
import os, time

def scale(x):
    os.write(3, b"AGF")
    time.sleep(1000)
