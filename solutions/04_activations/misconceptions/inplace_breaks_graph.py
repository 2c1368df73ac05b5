"""On its way back autograd needs a value that your sigmoid has overwritten. Which line changes a tensor instead of
making a new one?
"""

def sigmoid(x):
    y = torch.exp(-x)
    y += 1
    return 1 / y
