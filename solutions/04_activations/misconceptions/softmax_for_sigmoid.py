"""Change one number of the tensor: does only its own answer change? Each answer of a sigmoid depends on one number
alone.
"""

def sigmoid(x):
    return torch.exp(x) / torch.exp(x).sum()
