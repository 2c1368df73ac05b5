"""id: F02b
tries: quit() as a sign of success
expect: 1.1 EXITED_EARLY 0
says: the program ended itself
"""
def scale(x):
    quit()
