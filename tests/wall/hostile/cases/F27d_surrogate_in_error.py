"""id: F27d
tries: half a character in an error, which no encoding takes
expect: 1.1 WRONG 0
"""
def scale(x):
    raise ValueError("half a character: \ud800")
