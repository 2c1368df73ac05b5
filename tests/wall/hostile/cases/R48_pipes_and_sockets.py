"""id: R48
tries: fill the kernel's memory by pairs of sockets that nobody reads, and keep every descriptor
expect: 1.1 OK 2
prints: filled \d{1,8}$
"""
import fcntl, os, socket

filled, kept = 0, []
try:
    while True:
        pair = socket.socketpair()
        kept.append(pair)
        pair[0].setblocking(False)
        try:
            pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
        except PermissionError:
            pass
        try:
            while True:
                filled += pair[0].send(bytes(1 << 16))
        except BlockingIOError:
            pass
except OSError:
    pass
print("filled", filled)
