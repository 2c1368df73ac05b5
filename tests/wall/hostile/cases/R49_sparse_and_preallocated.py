"""id: R49
tries: claim disk without writing: sparse files, preallocation, mappings of files
expect: 1.1 OK 2
prints: claimed \d+
"""
import mmap, os

claimed = 0
for number in range(200):
    try:
        descriptor = os.open(f"f{number}", os.O_CREAT | os.O_RDWR)
        os.posix_fallocate(descriptor, 0, 16 << 20)
        claimed += 16 << 20
    except OSError:
        break
    finally:
        os.close(descriptor)
print("claimed", claimed)
assert claimed <= 64 << 20
for number in range(200):
    os.path.exists(f"f{number}") and os.unlink(f"f{number}")
