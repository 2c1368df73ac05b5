"""Your curve is not steep enough for a tanh. Check it at x = 1 with a calculator: where is a factor missing?"""

def tanh(x):
    return 2 / (1 + torch.exp(-x)) - 1
