"""id: R10
tries: a file of a gigabyte
expect: 1.1 FILE_LIMIT 0
says: wrote more to disk
"""
def scale(x):
    with open("huge", "wb") as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))
