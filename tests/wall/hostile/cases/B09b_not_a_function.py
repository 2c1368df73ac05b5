"""id: B09b
tries: nothing: the name is there, and stands for a number
expect: 1.1 WRONG 0
says: not callable
"""
scale = 3
