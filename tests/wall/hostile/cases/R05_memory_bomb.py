"""id: R05
tries: take memory until there is none
expect: 1.1 MEMORY_LIMIT 0
says: more memory than there is
cell: 8
"""
import mmap

taken = []
try:
    while True:
        taken.append(mmap.mmap(-1, 256 << 20))
except (MemoryError, OSError):
    pass

def scale(x):
    while True:
        taken.append(bytearray(64 << 20))
