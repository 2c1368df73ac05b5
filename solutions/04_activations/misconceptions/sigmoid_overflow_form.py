"""Your formula is right on paper. What is e to the power of 1000 in float32, and what is that number divided by
itself?
"""

def sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))
