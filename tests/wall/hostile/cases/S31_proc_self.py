"""id: S31
tries: learn of the machine from its own /proc folder: environment, arguments, maps, mounts, open files, the parent's name
expect: 1.1 OK 2
prints: read \d+
"""
import glob, os

texts = []
for path in [*glob.glob("/proc/self/*"), *glob.glob("/proc/self/*/*"), *glob.glob("/proc/self/task/*/*"), *glob.glob("/proc/thread-self/*")]:
    try:
        with open(path, "rb") as file:
            texts.append(file.read(100_000).decode(errors="replace"))
    except OSError:
        pass
print("read", len(texts))
print([text[:300] for text in texts if "TOKEN" in text or "grade" in text and "autograder-" not in text][:20])
