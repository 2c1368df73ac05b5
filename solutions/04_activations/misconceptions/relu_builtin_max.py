"""A condition, in an `if` as in Python's own max, wants a single yes or no. What does x > 0 give for a tensor?"""

def relu(x):
    return max(torch.zeros(1), x)
