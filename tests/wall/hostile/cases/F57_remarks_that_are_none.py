"""id: F57
tries: put things that are no text among the remarks
expect: 1.1 OK 2
"""
get_ipython().remarks = None
