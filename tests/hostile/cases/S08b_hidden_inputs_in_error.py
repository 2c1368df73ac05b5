"""id: S08b
tries: say the hidden inputs in an error of the hidden question
expect: 1.1 WRONG 0
says: ^(?!.*\d\.\d{3})
xfail: the message of an exception is shown as it is, 400 characters of it for each question
"""
def scale(x):
    raise ValueError(str(x.tolist()))
