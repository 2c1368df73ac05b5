"""id: F55
tries: claim that the child could not be made ready, so that the kit is blamed
expect: all RECORD_INVALID 0
"""
import os
from autograder.record.frame import Frame

broken = Frame({"kind": "broken", "why": "AuthorError: out of order"}, {}).pack()

def scale(*args):
    os.write(3, broken)
    os._exit(1)

affine = train_step = scale

# %%
os.write(3, broken)
