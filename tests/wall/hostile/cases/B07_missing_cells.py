"""id: B07
tries: nothing: two of the three tasks are not there
expect: 1.2 NOT_DEFINED 0, 1.3 NOT_DEFINED 0
without: 1.2 1.3
says: there is no `affine`
"""
