"""id: F71
tries: raise the kit's own refusal with another code and an endless sentence
expect: 1.1 RECORD_INVALID 0
"""
from autograder.record.frame import BadFrame

class Evil(BadFrame):
    def __init__(self):
        self.code, self.args = "PASSED", ("OK", "<b>" * 100_000)

def scale(x):
    raise Evil()
