"""id: R18
tries: ignore and block every signal, then loop
expect: 1.1 TIME_LIMIT 0
"""
import signal

def scale(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        pass
