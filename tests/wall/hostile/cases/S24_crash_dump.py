"""id: S24
tries: leave its memory, and what it inherited, in a core dump
expect: 1.1 CRASHED 0
says: crashed the program \(SIG\w+\)
"""
import ctypes, os, resource

def scale(x):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))
    except (OSError, ValueError):
        pass
    os.abort()
