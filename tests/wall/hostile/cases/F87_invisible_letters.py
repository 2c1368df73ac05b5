"""id: F87
tries: invisible and private letters in the message of an error
expect: 1.1 WRONG 0
"""
def scale(x):
    raise ValueError("a\u200eb\u200bc\u061cd\ufeffe\ue000f\u00adg\U000e0041h\u2028i\u2029j\u00a0k\u0378l\u180em\U000f0000")
