"""`.data` and `detach()` give the numbers without their history. Whose gradient is asked for later?"""


def affine(x, weight, bias):
    return x @ weight.data.T + bias
