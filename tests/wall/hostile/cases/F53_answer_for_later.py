"""id: F53
tries: answer for the later questions while the first is asked, right as they are
expect: 1.1 RECORD_INVALID 1
"""
import os, sys
from autograder.record.answers import answers_frame
from autograder.record.frame import Frame

right = scale
def scale(x):
    if len(x) == 4:
        step = sys._getframe(1)
        while "inputs" not in step.f_locals:
            step = step.f_back
        y = right(step.f_locals["inputs"]["hidden_x"])
        for frame in (answers_frame("scale", {"y": right(x)}), Frame({"kind": "asking", "probe": "scale_hidden"}, {}), answers_frame("scale_hidden", {"y": y})):
            os.write(3, frame.pack())
        raise SystemExit
    return x
