"""id: S09
tries: leave something in the packages, caches and start-up files that the next submission would run
expect: 1.1 OK 2
prints: tried 3\d got \[\]
"""
import os

got, tried = [], 0
for place in ("@PACKAGES@", "@PACKAGES@/torch", "@PACKAGES@/numpy/__pycache__", "@HOME@", "@HOME@/.cache", "/usr/lib/python3", "/tmp", "/var/tmp", "/dev/shm", "/etc", os.path.dirname(os.path.dirname(os.getcwd()))):
    for name in ("evil.pth", "sitecustomize.py", "matplotlibrc"):
        tried += 1
        try:
            with open(os.path.join(place, name), "w") as file:
                file.write("import os; os._exit(0)")
            got.append((place, name))
        except OSError:
            pass
print("tried", tried, "got", got)
