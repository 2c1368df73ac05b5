"""Try your tanh at 1000 and at -1000. Which parts of the fraction become infinite, and could you divide both by
something first?
"""

def tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
