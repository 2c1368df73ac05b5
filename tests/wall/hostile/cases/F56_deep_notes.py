"""id: F56
tries: send notes, outputs and a tree nested as deep as JSON can be read
expect: 1.1 OK 2
"""
import os
from autograder.record import frame

deep = []
for _ in range(900):
    deep = [deep]
get_ipython().remarks += [str(deep), "x" * 100_000, "<script>alert(1)</script>", "\x1b[31m\u202e\n\n\t\x00"]
pack = frame.Frame.pack

def swap(self):
    if self.header.get("kind") == "cells":
        self.header["notes"] = [deep]
    return pack(self)

frame.Frame.pack = swap
