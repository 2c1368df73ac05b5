"""id: R45
tries: a watchdog of Python's own that ends the process, and signals that do
expect: 1.1 RECORD_MISSING 0, 1.2 CRASHED 0
"""
import faulthandler, signal, time

def scale(x):
    faulthandler.dump_traceback_later(0.1, exit=True, file=open("trace", "w"))
    time.sleep(10)

def affine(x, weight, bias):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    time.sleep(10)
