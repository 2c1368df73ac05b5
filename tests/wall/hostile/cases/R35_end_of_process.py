"""id: R35
tries: hang in what runs at the end of a program, and in a thread that is waited for
expect: 1.1 OK 2
"""
import atexit, threading, time

atexit.register(time.sleep, 1000)
threading.Thread(target=time.sleep, args=(1000,)).start()
