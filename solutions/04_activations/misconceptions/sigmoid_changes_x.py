"""Print x before and after your sigmoid has run. Which step writes into x itself instead of making a new tensor?"""

def sigmoid(x):
    return 1 / (1 + x.neg_().exp())
