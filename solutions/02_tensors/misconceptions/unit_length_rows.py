"""Your rows have length 1. Compare the length with the standard deviation: what stands under the root in each?"""
def standardize(x):
    x = x - x.mean(dim=1, keepdim=True)
    return x / x.norm(dim=1, keepdim=True)
