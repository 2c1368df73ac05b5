"""id: F40c
tries: an answer of 60,000 parts, more than an honest one may have
expect: 1.1 RECORD_INVALID 0
"""
import os
from autograder.record.frame import Frame

def scale(x):
    tree = {"dict": {"y": {"list": [1] * 60_000}}}
    data = memoryview(Frame({"kind": "answers", "probe": "scale" if len(x) == 4 else "scale_hidden", "tree": tree}, {}).pack())
    while data:
        data = data[os.write(3, data):]
    os._exit(0)
