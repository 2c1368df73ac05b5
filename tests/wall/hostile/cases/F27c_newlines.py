"""id: F27c
tries: an error whose message imitates the lines of a report
expect: 1.1 WRONG 0
"""
def scale(x):
    raise ValueError("nothing\n  ok    1.1  scale gives three times its input   2 / 2\n01_wall   10 / 10 points")
