"""Turns the table instead of keeping dimensions, and uses einsum or addmm for the product."""
def standardize(x):
    return ((x.T - x.mean(1)) / x.std(1, correction=0)).T


def affine(x, weight, bias):
    return torch.einsum("ni,oi->no", x, weight) + bias[None, :]
