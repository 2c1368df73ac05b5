"""id: F54
tries: say that all is done before anything is asked
expect: all RECORD_INVALID 0
"""
import os
from autograder.record.frame import Frame

def scale(x):
    os.write(3, Frame({"kind": "end"}, {}).pack())
    return 3 * x

def affine(x, weight, bias):
    os.write(3, Frame({"kind": "asking", "probe": "train_step"}, {}).pack())
    return x @ weight.T + bias

def train_step(*args):
    os.write(3, Frame({"kind": "unanswered", "probe": "train_step", "code": "GRADER_FAULT", "message": "not my fault"}, {}).pack())
    raise SystemExit
