"""id: F63
tries: hooks at the collector, audit events and the end of the process
expect: 1.1 WRONG 0
"""
import gc, sys, atexit, weakref

class Gone:
    def __del__(self):
        raise SystemExit

gone = [Gone() for _ in range(100)]
gone.append(gone)
atexit.register(lambda: print("score: 100"))
gc.callbacks.append(lambda phase, info: None)
weakref.finalize(gone[0], print, "finalized")
del gone

def scale(x):
    return x
