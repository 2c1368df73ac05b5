"""Autograd finds no way from the values of your sigmoid back to x. Which of your lines cuts the way off?"""

def sigmoid(x):
    return 1 / (1 + torch.exp(-x.detach()))
