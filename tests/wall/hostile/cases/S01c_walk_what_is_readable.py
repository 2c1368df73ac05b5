"""id: S01c
tries: walk the whole file system and read every small text file that opens, for secrets left where students may read
expect: 1.1 OK 2
prints: opened [1-9]\d*
cell: 12
"""
import os, time

until, opened = time.monotonic() + 6, 0
words = (b"AUTOGRADER_TOKEN", b"BEGIN RSA PRIVATE", b"labels.txt")
found = []
tops = ["/"] + [os.path.join("/", it) for it in ("etc", "home", "root", "tmp", "var", "opt", "srv", "mnt", "proc/self", "sys", "run", "dev", "usr/local", "usr/share")]
for top in tops:
    for folder, folders, files in os.walk(top):
        if time.monotonic() > until:
            break
        folders[:] = folders[:50]
        for name in files[:50]:
            path = os.path.join(folder, name)
            if path.startswith("/proc/self/task") or name in ("kmsg", "mem", "pagemap", "clear_refs"):
                continue
            try:
                with open(path, "rb") as file:
                    data = file.read(4096)
            except OSError:
                continue
            opened += 1
            if not path.startswith(("/usr", "/lib", "/proc/self")) and "site-packages" not in path:
                found.append(path)
            if any(word in data for word in words):
                print(path, data)
print("opened", opened, found[:20])
