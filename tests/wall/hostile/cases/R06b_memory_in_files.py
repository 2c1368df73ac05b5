"""id: R06b
tries: hold memory that no limit on address space counts: files that live in memory only
expect: 1.1 BLOCKED 0
cell: 8
"""
import os

def scale(x):
    files = []
    for _ in range(40):
        files.append(os.memfd_create("x"))
        for _ in range(16):
            os.write(files[-1], bytes(1 << 20))
    return 3 * x
