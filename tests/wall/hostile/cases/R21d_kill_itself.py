"""id: R21d
tries: end itself with SIGKILL, as if the system had done it
expect: 1.1 MEMORY_LIMIT 0
"""
import os, signal

def scale(x):
    os.kill(os.getpid(), signal.SIGKILL)
