"""id: F69
tries: an answer that never ends: a dict whose items go on for ever
expect: 1.1 RECORD_TOO_BIG 0
"""
class Endless(dict):
    def items(self):
        while True:
            yield "y", 1
    def __iter__(self):
        return iter(["y"])
    keys = __iter__

def scale(x):
    return Endless(y=1)
