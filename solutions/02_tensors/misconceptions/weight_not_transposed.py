"""Which two lengths must agree in a matrix product? Write the shapes under your line."""
def affine(x, weight, bias):
    return x @ weight + bias
