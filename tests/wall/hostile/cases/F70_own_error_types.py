"""id: F70
tries: raise errors that claim to be the kit's own
expect: 1.1 WRONG 0, 1.2 RECORD_INVALID 0, 1.3 WRONG 0
"""
from autograder.wall.inside.errors import NotDefined, OutputLimitError
from autograder.record.answers import Unanswered
from autograder.record.frame import BadFrame

def scale(x):
    raise Unanswered("OK", "passed")

def affine(*args):
    raise BadFrame("GRADER_FAULT", "the grader is broken")

def train_step(*args):
    error = NotDefined("there is no `train_step`")
    error.__class__ = type("GraderFault", (Exception,), {})
    raise RuntimeError("sandbox server is gone; run autograder doctor") from error
