"""Python's own max asks whether one thing is greater than another and wants a single yes or no. What does x > 0
give for a tensor?
"""

def relu(x):
    return max(torch.zeros(1), x)
