"""id: B09
tries: nothing: the function has another name
expect: 1.1 NOT_DEFINED 0
without: 1.1
says: there is no `scale`; did you mean `Scale`
"""
def Scale(x):
    return 3 * x
