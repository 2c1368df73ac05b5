"""The task calls `weight` the caller's. Did it require gradients before the call, and does it afterwards?"""


def affine(x, weight, bias):
    weight.requires_grad_(True)
    return x @ weight.T + bias
