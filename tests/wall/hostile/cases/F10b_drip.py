"""id: F10b
tries: keep the reader busy with one byte at a time
expect: 1.1 TIME_LIMIT 0
"""
import os, struct

def scale(x):
    os.write(3, b"AGF1" + struct.pack("<IQ", 100, 8 << 20))
    while True:
        os.write(3, b"x")
