"""id: R04
tries: as many threads as there can be, with the smallest stacks
expect: 1.1 TIME_LIMIT 0
says: did not finish
"""
import threading, time

def scale(x):
    threading.stack_size(32768)
    while True:
        try:
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        except (RuntimeError, MemoryError):
            time.sleep(0.1)
