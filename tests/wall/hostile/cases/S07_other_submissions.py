"""id: S07
tries: find others by shared memory, queues, semaphores, abstract sockets and shared folders
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os, socket

libc, got = ctypes.CDLL(None, use_errno=True), []
for number in range(200):
    for call, arguments in ((31, (number, 2, None)), (30, (number, 0, 0)), (71, (number, 2, None)), (66, (number, 0, 2))):
        if libc.syscall(call, *arguments) >= 0:
            got.append((call, number))
for path in ("..", "../..", "/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", "@ROOT@/canaries", "@ROOT@"):
    try:
        got.append(os.listdir(path))
    except OSError:
        pass
for make in (lambda: socket.socket(socket.AF_UNIX), lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM), lambda: os.memfd_create("x") and os.open("/dev/shm/x", os.O_CREAT | os.O_RDWR)):
    try:
        got.append(make())
    except OSError:
        pass
print("got", got)
