"""id: F05
tries: find the pipe among all descriptors, write a score into it and exit
expect: 1.1 RECORD_INVALID 0
says: no answer
"""
import json, os

def scale(x):
    for number in range(256):
        try:
            os.write(number, json.dumps({"score": 100, "passed": True}).encode())
        except OSError:
            pass
    os._exit(0)
