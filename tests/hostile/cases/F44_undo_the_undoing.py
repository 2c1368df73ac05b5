"""id: F44
tries: spoil the process for its own neighbours: the writer, the asker and the student object
expect: 1.1 RECORD_MISSING 0, 1.2 RECORD_MISSING 0, 1.3 RECORD_MISSING 0
"""
import os
from autograder.inside import run

run.ask = lambda *args: os._exit(0)
