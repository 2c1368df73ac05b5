"""Print the shape of `weight` after the call. What does the underscore at the end of a method's name mean?"""
def affine(x, weight, bias):
    return x @ weight.t_() + bias
