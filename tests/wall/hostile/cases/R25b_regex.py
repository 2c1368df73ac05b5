"""id: R25b
tries: a regular expression that backtracks for ever
expect: 1.1 TIME_LIMIT 0
"""
import re

def scale(x):
    re.match(r"(a|a)*$", "a" * 60 + "b")
