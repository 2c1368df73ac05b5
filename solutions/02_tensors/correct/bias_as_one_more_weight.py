"""Takes the bias as the weight of an input that is always 1."""

def affine(x, weight, bias):
    big = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    return big @ torch.cat([weight, bias[:, None]], dim=1).T
