"""id: R36
tries: hang between the cells and the questions
expect: 1.1 TIME_LIMIT 0, 1.2 TIME_LIMIT 0, 1.3 TIME_LIMIT 0
"""
import time
from autograder.wall.inside import asking

asking.Originals.put_back = lambda self: time.sleep(1000)
