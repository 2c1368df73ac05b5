"""Compare your tanh at 1000 with that at -1000. Which of the two is no number, and what is the sign of its exponent?"""

def tanh(x):
    return (1 - torch.exp(-2 * x)) / (1 + torch.exp(-2 * x))
