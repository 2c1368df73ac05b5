"""id: R11a
tries: a hundred thousand empty files
expect: 1.1 FILE_LIMIT 0
"""
def scale(x):
    for number in range(100_000):
        open(f"file{number}", "w").close()
