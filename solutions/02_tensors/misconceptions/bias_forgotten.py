"""What does your layer answer for a sample of zeros?"""
def affine(x, weight, bias):
    return x @ weight.T
