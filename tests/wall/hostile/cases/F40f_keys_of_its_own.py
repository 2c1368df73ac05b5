"""id: F40f
tries: 3,000 answers by names of its own, with markup and line breaks in them
expect: 1.3 WRONG 0
"""
import os
from autograder.record.frame import Frame

def train_step(model, x, y, lr):
    weights = {"dict": {f"</p>\x1b[31m\n{'x' * 100}{n}": 1 for n in range(3000)}}
    tree = {"dict": {"losses": {"list": [0.1, 0.1]}, "weights": weights}}
    data = memoryview(Frame({"kind": "answers", "probe": "train_step", "tree": tree}, {}).pack())
    while data:
        data = data[os.write(3, data):]
    os._exit(0)
