"""id: R01c
tries: loops without end in all tasks
expect: 1.1 TIME_LIMIT 0, 1.2 TIME_LIMIT 0, 1.3 TIME_LIMIT 0
"""
def scale(*args):
    while True:
        pass

affine = train_step = scale
