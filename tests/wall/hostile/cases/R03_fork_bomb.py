"""id: R03
tries: fork without end, by every door
expect: 1.1 BLOCKED 0
says: other programs
"""
import os, subprocess

def scale(x):
    for start in (lambda: subprocess.run(["sleep", "9"]), lambda: os.posix_spawn("/bin/sh", ["sh"], {})):
        try:
            start()
            return 3 * x
        except OSError:
            pass
    while True:
        os.fork()
