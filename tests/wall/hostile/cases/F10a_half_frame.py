"""id: F10a
tries: announce a mebibyte, send five bytes and sleep
expect: 1.1 TIME_LIMIT 0
"""
import os, struct, time

def scale(x):
    os.write(3, b"AGF1" + struct.pack("<IQ", 100, 1 << 20) + b"hello")
    time.sleep(1000)
