"""id: R53
tries: unpack a gigabyte of zeros into its folder
expect: 1.1 FILE_LIMIT 0
"""
import zlib

packed = zlib.compress(bytes(32 << 20), 9)

def scale(x):
    for number in range(64):
        with open(f"zeros{number}", "wb") as file:
            file.write(zlib.decompress(packed))
    return x
