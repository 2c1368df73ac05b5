"""Look at large numbers in x before and after your tanh has run. What does the underscore in clamp_ mean?"""

def tanh(x):
    x = x.clamp_(-50, 50)
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
