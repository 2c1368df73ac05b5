"""id: F06a
tries: send well-formed answers of its own making, the input echoed, in place of the real ones
expect: 1.1 RECORD_INVALID 0
"""
import os
from autograder.record.answers import answers_frame

def scale(x):
    name = "scale" if len(x) == 4 else "scale_hidden"
    os.write(3, answers_frame(name, {"y": x.clone()}).pack())
    return x
