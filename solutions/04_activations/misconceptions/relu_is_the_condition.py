"""`x > 0` says which numbers are positive. What should stand there instead of a yes?"""


def relu(x):
    return x > 0
