"""id: F02a
tries: end with exit status 0 before the function is defined
expect: 1.1 EXITED_EARLY 0
without: 1.1
says: cell \d+ did not finish.*SystemExit
"""
import sys
sys.exit(0)

def scale(x):
    return 3 * x
