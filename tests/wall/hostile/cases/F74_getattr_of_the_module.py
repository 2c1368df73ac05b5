"""id: F74
tries: answer for every name with a module-level __getattr__ and names that are no text
expect: 1.1 NOT_DEFINED 0
says: there is no `scale`
without: 1.1
"""
def __getattr__(name):
    return lambda *args: 0

globals()[5] = globals()[None] = lambda *args: 0
globals()["__missing__"] = __getattr__
