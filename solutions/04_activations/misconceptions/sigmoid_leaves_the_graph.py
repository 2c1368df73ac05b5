"""The values of your sigmoid are right, but autograd finds no way from them back to x. Which of your lines cuts
the way off?
"""

def sigmoid(x):
    return 1 / (1 + torch.exp(-x.detach()))
