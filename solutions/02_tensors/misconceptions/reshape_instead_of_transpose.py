"""Follow one weight, say row 0 column 1: where should it stand after turning the matrix, and where is it now?"""
def affine(x, weight, bias):
    return x @ weight.reshape(weight.shape[1], weight.shape[0]) + bias
