"""`dim` names the direction that vanishes. Along which one do the values of one sample lie?"""
def standardize(x):
    return (x - x.mean(dim=0)) / x.std(dim=0)
