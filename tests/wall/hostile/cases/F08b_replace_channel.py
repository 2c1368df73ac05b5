"""id: F08b
tries: put a file of its own in the channel's place
expect: 1.1 RECORD_MISSING 0
"""
import os

def scale(x):
    os.dup2(os.open("forged", os.O_RDWR | os.O_CREAT), 3)
    return x
