"""id: S38
tries: read what the child before left behind, in the folders above and in memory of files
expect: 1.1 OK 2
prints: left \[\]
"""
import glob, os

left = [*glob.glob("*"), *glob.glob(".*")]
for place in ("..", "../..", "/tmp", "/var/tmp", "/dev/shm", "/run/user"):
    try:
        left += os.listdir(place)
    except OSError:
        pass
print("left", left)
