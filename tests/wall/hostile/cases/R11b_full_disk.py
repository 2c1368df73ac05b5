"""id: R11b
tries: fill the disk, file by file
expect: 1.1 FILE_LIMIT 0
cell: 6
"""
def scale(x):
    for number in range(100):
        with open(f"file{number}", "wb") as file:
            file.write(bytes(10 << 20))
