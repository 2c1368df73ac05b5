"""Does your tanh rise or fall from left to right? Look at the sign in the exponent."""

def tanh(x):
    return 2 / (1 + torch.exp(2 * x)) - 1
