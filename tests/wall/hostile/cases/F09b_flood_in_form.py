"""id: F09b
tries: announce a frame of 4 GB and begin to send it
expect: 1.1 RECORD_TOO_BIG 0
"""
import os, struct

def scale(x):
    os.write(3, b"AGF1" + struct.pack("<IQ", 100, 4 << 30))
    while True:
        os.write(3, bytes(1 << 20))
