"""How wide is each row around its mean?"""
def standardize(x):
    return x - x.mean(dim=1, keepdim=True)
