"""Picking out the positive numbers makes the tensor shorter. How many answers should ten numbers get?"""

def relu(x):
    return x[x > 0]
