"""id: F02d
tries: an exception of its own that `except Exception` does not catch
expect: 1.1 EXITED_EARLY 0
"""
class Through(BaseException):
    pass

def scale(x):
    raise Through("caught by nobody")
