"""The functions of `math` take one number. Which library has an exp for a whole tensor?"""

def sigmoid(x):
    import math
    return 1 / (1 + math.exp(-x))
