"""id: S36
tries: search its whole memory for the tokens of the grader
expect: 1.1 OK 2
cell: 20
prints: searched \d+
"""
import re

found, size = set(), 0
with open("/proc/self/maps") as lines:
    for line in lines.read().splitlines():
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        if "r" in line.split()[1] and end - start < 1 << 26 and "[v" not in line and ".so" not in line:
            try:
                with open("/proc/self/mem", "rb") as memory:
                    memory.seek(start)
                    data = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                import ctypes
                continue
            size += len(data)
            found |= set(re.findall(rb"AUTOGRADER_[A-Z]+=\w+|SECRET\w*\W{1,3}\d+\.\d+|labels\.txt|test_hidden", data))
print("searched", size, sorted(found - {b"labels.txt", b"test_hidden"}))
