"""id: B11c
tries: nothing: `%reset` at the end, after which nothing is there
expect: 1.1 NOT_DEFINED 0, 1.2 NOT_DEFINED 0, 1.3 NOT_DEFINED 0
"""
%reset -f
