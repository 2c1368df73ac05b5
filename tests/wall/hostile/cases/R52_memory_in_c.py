"""id: R52
tries: ask for memory where Python sees no error
expect: 1.1 MEMORY_LIMIT 0
"""
import ctypes

def scale(x):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        place = libc.malloc(1 << 26)
        if not place:
            raise MemoryError
        ctypes.memset(place, 1, 1 << 12)
