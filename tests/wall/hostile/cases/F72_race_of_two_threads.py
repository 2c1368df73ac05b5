"""id: F72
tries: write the answer from two threads at once, so that frames cross
expect: 1.1 RECORD_INVALID 0
"""
import os, threading
from autograder.record.answers import answers_frame

def scale(x):
    data = answers_frame("scale" if len(x) == 4 else "scale_hidden", {"y": 3 * x}).pack()
    threads = [threading.Thread(target=os.write, args=(3, data)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 3 * x
