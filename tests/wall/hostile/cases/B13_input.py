"""id: B13
tries: nothing: asks for a name
expect: 1.1 WRONG 0
says: input\(\) is not available
"""
import getpass

def scale(x):
    return 3 * x * len(input("name? "))
