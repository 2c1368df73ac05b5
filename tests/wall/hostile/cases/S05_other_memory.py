"""id: S05
tries: reach the memory of the grader and the server: ptrace, process_vm_readv, pidfd_getfd, and a pidfd by SO_PEERPIDFD
expect: 1.1 OK 2
prints: got \[\]
"""
import ctypes, os, socket, struct

libc, got = ctypes.CDLL(None, use_errno=True), []
buffer = ctypes.create_string_buffer(64)
span = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)
for pid in (@PARENT@, @SERVER@, os.getppid(), 1):
    for number, *arguments in [(101, 16, pid, 0, 0), (101, 0x4206, pid, 0, 0), (310, pid, span, 1, span, 1, 0), (311, pid, span, 1, span, 1, 0), (434, pid, 0), (312, pid, os.getpid(), 0, 3, 3), (440, pid, span, 1, 4, 0), (272, 0x10000000)]:
        if libc.syscall(number, *arguments) >= 0:
            got.append((pid, number))
channel = socket.socket(fileno=os.dup(3))
try:
    peer = struct.unpack("i", channel.getsockopt(socket.SOL_SOCKET, 77, 4))[0]
except OSError:
    peer = -1
if peer >= 0:
    for number, *arguments in [(438, peer, 3, 0), (424, peer, 0, None, 0), (308, peer, 0x20000), (448, peer, 0), (16, peer, 0xFF0B, buffer)]:
        if libc.syscall(number, *arguments) >= 0:
            got.append(("peer", number))
print("peer", channel.getsockopt(socket.SOL_SOCKET, 17, 12), "got", got)
