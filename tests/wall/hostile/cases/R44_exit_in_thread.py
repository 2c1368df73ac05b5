"""id: R44
tries: end the process from a thread a while later, while the questions are asked
expect: 1.3 RECORD_MISSING 0
"""
import os, time

def train_step(*args):
    import threading
    threading.Timer(0.1, os._exit, (0,)).start()
    time.sleep(10)
