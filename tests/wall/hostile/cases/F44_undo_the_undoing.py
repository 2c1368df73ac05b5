"""id: F44
tries: spoil the process for its own neighbours: nothing is put back any more, and who asks ends the program
expect: 1.1 RECORD_MISSING 0, 1.2 RECORD_MISSING 0, 1.3 RECORD_MISSING 0
"""
import os
from autograder.wall.inside import asking

asking.Originals.put_back = lambda self: setattr(asking, "ask", lambda *args: os._exit(0))
