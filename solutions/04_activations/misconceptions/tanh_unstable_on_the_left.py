"""At 1000 your tanh is fine, at -1000 it is not. What is the sign of the exponent that makes the difference?"""

def tanh(x):
    return (1 - torch.exp(-2 * x)) / (1 + torch.exp(-2 * x))
