"""In the formula, a sum runs over i. Does your product add anything up?"""
def affine(x, weight, bias):
    return x * weight + bias
