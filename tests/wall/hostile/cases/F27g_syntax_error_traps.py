"""id: F27g
tries: a SyntaxError, an errno and a message of wrong types, to break whoever explains them
expect: 1.1 WRONG 0, 1.2 WRONG 0, 1.3 WRONG 0
"""
class Odd(Exception):
    def __str__(self):
        raise SystemExit("no text")

def scale(x):
    error = SyntaxError("odd")
    error.text, error.lineno, error.msg = 5, [], {}
    raise error

def affine(x, weight, bias):
    raise Odd

def train_step(model, x, y, lr):
    error = OSError("odd")
    error.errno = error.reason = []
    raise error
