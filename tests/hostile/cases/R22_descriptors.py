"""id: R22
tries: open files until no descriptor is left, and keep them
expect: 1.1 WRONG 0
xfail: the first answer that holds a tensor imports what then cannot be opened, so the next task loses a check
says: Too many open files
"""
kept = []

def scale(x):
    try:
        while True:
            kept.append(open("/dev/null"))
    except OSError as error:
        message = str(error)
    raise RuntimeError(message)
