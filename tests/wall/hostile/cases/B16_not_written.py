"""id: B16
tries: nothing: the stub as it was handed out
expect: 1.1 NOT_DEFINED 0
says: not written yet
"""
def scale(x):
    raise NotImplementedError("Task 1.1: not written yet")
