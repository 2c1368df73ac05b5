"""Your sigmoid cuts x off early, to be safe. How far is its answer from the true one beyond the cut, and what is
the slope there?
"""

def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-5, 5)))
