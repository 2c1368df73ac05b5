"""id: F85
tries: a name with a Cyrillic letter, which looks the same
expect: 1.1 NOT_DEFINED 0
says: there is no `scale`; .*look
without: 1.1
"""
def scаle(x):
    return 3 * x
