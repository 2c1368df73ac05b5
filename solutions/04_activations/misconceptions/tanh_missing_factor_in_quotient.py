"""Two things at once: check your tanh at x = 1 with a calculator, then at x = -1000. Which factor is missing in
the exponents?
"""

def tanh(x):
    return (1 - torch.exp(-x)) / (1 + torch.exp(-x))
