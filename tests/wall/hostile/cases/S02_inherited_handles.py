"""id: S02
tries: use every open descriptor and the working folder
expect: 1.1 OK 2
prints: descriptors \[0, 1, 2, 3\] got \[\]
"""
import os

numbers, got = [], []
for number in range(1024):
    try:
        os.fstat(number)
    except OSError:
        continue
    numbers.append(number)
    for door in (os.listdir, lambda n: os.pread(n, 10, 0) or 1 / 0, lambda n: os.open("..", 0, dir_fd=n), lambda n: os.ttyname(n)):
        try:
            got.append((number, door(number)))
        except (OSError, ZeroDivisionError):
            pass
got += os.listdir(".")
print("descriptors", numbers, "got", got)
