"""The operators += and *= on a tensor change that very tensor. Who else may still be using the x that your tanh
was given?
"""

def tanh(x):
    x *= -2
    return 2 / (1 + torch.exp(x)) - 1
