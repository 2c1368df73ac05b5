"""id: F40b
tries: name one tensor of 4 MiB two hundred times, so that the grader copies it two hundred times
expect: 1.1 RECORD_INVALID 0
"""
import os
from autograder.record.frame import Frame

def scale(x):
    tree = {"dict": {"y": {"list": [{"tensor": "0"}] * 200}}}
    data = memoryview(Frame({"kind": "answers", "probe": "scale" if len(x) == 4 else "scale_hidden", "tree": tree}, {"0": torch.zeros(1 << 20)}).pack())
    while data:
        data = data[os.write(3, data):]
    os._exit(0)
