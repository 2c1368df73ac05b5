"""Whoever called your sigmoid did not ask for gradients of x. Print x.requires_grad before and after."""

def sigmoid(x):
    x.requires_grad_()
    return 1 / (1 + torch.exp(-x))
