"""Print `x` before and after the call. Which operators write into an existing tensor instead of making a new one?"""
def standardize(x):
    x -= x.mean(dim=1, keepdim=True)
    x /= x.std(dim=1, correction=0, keepdim=True)
    return x
