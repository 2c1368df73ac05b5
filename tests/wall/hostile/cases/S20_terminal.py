"""id: S20
tries: type into the teacher's terminal, take it over, and write escape sequences to what once was standard error
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, fcntl, os, termios

got = []
for number in range(4):
    os.write(number, b"\x1b]0;owned\x07") if number < 3 else None
    for act in (lambda: fcntl.ioctl(number, termios.TIOCSTI, b"x"), lambda: fcntl.ioctl(number, termios.TIOCSCTTY, 1), lambda: fcntl.ioctl(number, 0x541C, b"\x03"), lambda: os.ttyname(number), lambda: os.tcgetpgrp(number)):
        try:
            got.append(act())
        except OSError:
            pass
for path in ("/dev/tty", "/dev/pts/0", "/dev/console", "/dev/ptmx"):
    try:
        got.append(os.open(path, os.O_RDWR))
    except OSError:
        pass
print("got", got)
