"""What does your tanh give at 0, and what should it give? Its answers lie between 0 and 2, not between -1 and 1."""

def tanh(x):
    return 2 * sigmoid(2 * x)
