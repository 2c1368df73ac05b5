"""id: R02a
tries: sleep for a million seconds, which no limit on processor time sees
expect: 1.1 TIME_LIMIT 0
"""
import time

def scale(x):
    time.sleep(1e6)
