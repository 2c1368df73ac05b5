"""id: R55
tries: stop itself by a signal to its own threads
expect: 1.1 TIME_LIMIT 0
"""
import os, signal, threading

def scale(x):
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    return x
