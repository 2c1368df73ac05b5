"""id: F15b
tries: answer with a list, a dict and a number that lie about their length and their value
expect: 1.1 WRONG 0
says: a list
"""
class List(list):
    def __len__(self):
        return 10**9

def scale(x):
    return List([1.0])
