"""id: F27b
tries: escape sequences, reversed reading direction, carriage returns and bells in an error
expect: 1.1 WRONG 0
"""
def scale(x):
    raise ValueError("\x1b[2J\x1b]0;owned\x07\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\ \u202edlrow\r  ok    1.1  all right  2 / 2\x00\x9b31m")
