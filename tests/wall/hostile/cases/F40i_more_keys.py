"""id: F40i
tries: a score, points and a verdict beside a right answer
expect: 1.1 RECORD_INVALID 0, 1.2 RECORD_MISSING 0
"""
import os
from autograder.record.answers import answers_frame

def scale(x):
    frame = answers_frame("scale" if len(x) == 4 else "scale_hidden", {"y": 3 * x})
    frame.header["score"] = 100
    os.write(3, frame.pack())
    os._exit(0)

def affine(x, weight, bias):
    os.write(3, answers_frame("affine" if len(x) == 5 else "affine_hidden", {"y": x @ weight.T + bias, "points": 3, "passed": True}).pack())
    os._exit(0)
