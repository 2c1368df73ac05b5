"""Every output has its own bias, the same for all samples. Along which direction does yours run?"""
def affine(x, weight, bias):
    return x @ weight.T + bias.unsqueeze(1)
