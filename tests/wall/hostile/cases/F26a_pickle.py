"""id: F26a
tries: send a pickle that leaves a mark when it is loaded
expect: 1.1 RECORD_INVALID 0
"""
import os, pickle

class Mark:
    def __reduce__(self):
        return os.system, ("touch @MARKER@",)

def scale(x):
    os.write(3, pickle.dumps(Mark()))
    return x
