"""Standardise [1, 3] by hand and compare. By which number does your deviation divide, and by which does the formula?"""
def standardize(x):
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)
