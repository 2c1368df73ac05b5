"""Three times something is not its third power: what does `**` do?"""

def scale(x):
    return x ** 3
