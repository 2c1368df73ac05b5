"""id: F40a
tries: a number that JSON spells finite and Python reads as infinite, where a loss is asked for
expect: 1.3 RECORD_INVALID 0
"""
import os
from autograder.record.frame import Frame

def train_step(model, x, y, lr):
    data = Frame({"kind": "answers", "probe": "train_step", "tree": {"dict": {"losses": {"list": [123.5, 123.5]}, "weights": {"dict": {}}}}}, {}).pack()
    data = data.replace(b"123.5", b"1e999")
    os.write(3, data)
    os._exit(0)
