"""Your sigmoid answers with a hard yes or no. What should it say for 0.5, which is a little more likely yes than
no?
"""

def sigmoid(x):
    return (x > 0).to(x.dtype)
