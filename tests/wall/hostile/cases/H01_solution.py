"""id: H01
tries: nothing: the right solution
expect: 1.1 OK 2
"""
