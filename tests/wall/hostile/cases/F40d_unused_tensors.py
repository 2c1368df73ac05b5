"""id: F40d
tries: tensors that no answer names
expect: 1.1 RECORD_INVALID 0
"""
import os
from autograder.record.frame import Frame

def scale(x):
    name = "scale" if len(x) == 4 else "scale_hidden"
    os.write(3, Frame({"kind": "answers", "probe": name, "tree": {"dict": {"y": {"tensor": "0"}}}}, {"0": 3 * x, "1": x}).pack())
    os._exit(0)
