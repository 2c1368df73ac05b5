"""id: F02c
tries: raise KeyboardInterrupt to stop the grader
expect: 1.1 EXITED_EARLY 0
"""
def scale(x):
    raise KeyboardInterrupt
