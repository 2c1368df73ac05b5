"""Ask for the gradient of each of the three arguments: which ones arrive, and what was cut off from the others?"""
def affine(x, weight, bias):
    return x @ weight.data.T + bias.data
