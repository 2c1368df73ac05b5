"""id: F86
tries: nothing: a name in wide letters, which Python itself takes for the plain one
expect: 1.1 OK 2
without: 1.1
"""
def ｓｃａｌｅ(x):
    return 3 * x
