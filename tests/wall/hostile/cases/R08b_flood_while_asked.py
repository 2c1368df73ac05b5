"""id: R08b
tries: print without end while it is asked
expect: 1.1 TIME_LIMIT 0
"""
def scale(x):
    while True:
        print(x)
