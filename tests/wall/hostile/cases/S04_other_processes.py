"""id: S04
tries: read the environment, arguments, memory and descriptors of all other processes
expect: 1.1 OK 2
prints: tried \d{4,} got \[\]
"""
import os

tried, got = 0, []
for pid in [@PARENT@, @SERVER@, os.getppid(), *range(1, 400)]:
    if pid == os.getpid():
        continue
    for name in ("environ", "cmdline", "maps", "mem", "status", "stack", "task", "fd", "cwd", "root", "ns/mnt", "auxv"):
        tried += 1
        for door in (lambda path: open(path, "rb").read(1), os.listdir, os.readlink):
            try:
                got.append((pid, name, door(f"/proc/{pid}/{name}")))
            except OSError:
                pass
print("tried", tried, "got", got[:20])
