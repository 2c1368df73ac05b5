"""id: R01b
tries: a loop without end in a cell, before the task is defined
expect: 1.1 TIME_LIMIT 0
without: 1.1
says: cell \d+ did not finish
"""
while True:
    pass

def scale(x):
    return 3 * x
