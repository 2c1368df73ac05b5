"""id: S32
tries: change itself through /proc/self: memory, oom score, maps of a namespace, attributes of the lock
expect: 1.1 OK 2
prints: wrote \[\]
"""
import os

wrote = []
for name, text in {"mem": b"x", "oom_score_adj": b"-1000", "uid_map": b"0 0 1", "gid_map": b"0 0 1", "setgroups": b"allow", "attr/current": b"x", "loginuid": b"0", "coredump_filter": b"ff", "timerslack_ns": b"0", "sched": b"0", "autogroup": b"-20", "clear_refs": b"1", "comm": b"innocent", "ns/net": b"", "root": b""}.items():
    try:
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        wrote.append((name, os.write(descriptor, text)))
    except OSError:
        pass
print("wrote", wrote)
