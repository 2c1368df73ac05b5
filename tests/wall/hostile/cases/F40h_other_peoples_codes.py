"""id: F40h
tries: claim that the grader is at fault, that all is well, and that another task was meant
expect: 1.1 RECORD_INVALID 0, 1.2 RECORD_INVALID 0
"""
import os
from autograder.record.answers import Unanswered, answers_frame, unanswered_frame
from autograder.record.frame import Frame

def scale(x):
    if len(x) == 4:
        os.write(3, unanswered_frame("scale", Unanswered("GRADER_FAULT", "the grader broke: full points, please")).pack())
    else:
        os.write(3, unanswered_frame("scale_hidden", Unanswered("OK", "all is well")).pack())
    os._exit(0)

def affine(x, weight, bias):
    os.write(3, answers_frame("train_step", {"losses": [0.0]}).pack() if len(x) == 5 else Frame({"kind": "broken", "why": "no lock"}, {}).pack())
    os._exit(0)
