"""id: F88
tries: numbers that JSON, C and Python hold differently
expect: 1.3 WRONG 3
"""
right, results = train_step, iter([10**4299, -(2**63)])
def train_step(model, x, y, lr):
    right(model, x, y, lr)
    return next(results)
