"""id: S08b
tries: say the hidden inputs in an error of the hidden question, which 400 characters may: they are no answers
expect: 1.1 WRONG 0
"""
def scale(x):
    raise ValueError(str(x.tolist()))
