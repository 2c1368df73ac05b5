"""id: F43
tries: a thread that goes on writing into the channel while the questions are asked
expect: 1.1 RECORD_INVALID 0, 1.2 RECORD_INVALID 0, 1.3 RECORD_INVALID 0
"""
import os, threading

def write():
    while True:
        os.write(3, b"no frame")

def scale(x):
    threading.Thread(target=write, daemon=True).start()
    import time
    time.sleep(0.1)
    return x

affine = train_step = lambda *args: scale(args[-2])
