"""id: R22
tries: open files until no descriptor is left, and keep them
expect: 1.1 WRONG 0
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
