"""The tangent of trigonometry repeats itself for ever. What does the h in tanh stand for?"""

def tanh(x):
    return torch.tan(x)
