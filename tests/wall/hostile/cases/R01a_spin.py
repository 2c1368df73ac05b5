"""id: R01a
tries: a loop without end in a task
expect: 1.1 TIME_LIMIT 0
says: did not finish in time
"""
def scale(x):
    while True:
        pass
