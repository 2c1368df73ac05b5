"""The answers of your ReLU are right, but look at x afterwards: which tensor did you write the zeros into?"""

def relu(x):
    x[x < 0] = 0
    return x
