"""id: R02c
tries: stop itself, so that a signal to end cannot be handled
expect: 1.1 TIME_LIMIT 0
"""
import os, signal

def scale(x):
    os.kill(os.getpid(), signal.SIGSTOP)
