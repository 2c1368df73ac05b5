"""id: S22
tries: write to shared memory, libraries and text pages, in the hope that the server and the next child see it
expect: 1.1 OK 2
prints: wrote
"""
import ctypes, mmap, os

with open("/proc/self/maps") as maps:
    shared = [line for line in maps if line.split()[1][3] == "s"]
libc = ctypes.CDLL(None, use_errno=True)
spoiled = 0
with open("/proc/self/maps") as maps:
    for line in list(maps):
        span, rights, _, _, _, *path = line.split()
        start, end = (int(part, 16) for part in span.split("-"))
        if path and "libtorch_cpu" in path[0] and rights.startswith("r--") and libc.mprotect(ctypes.c_void_p(start), 4096, 3) == 0:
            ctypes.memset(start, 0, 16)
            spoiled += 1
            break
(1).__class__  # small numbers are shared by all who were forked
ctypes.c_long.from_address(id(257) + 24).value = 257
print("wrote", spoiled, "shared", shared)
