"""Double all numbers of a row: your result should stay the same. In which unit is the number you divide by?"""
def standardize(x):
    return (x - x.mean(dim=1, keepdim=True)) / x.var(dim=1, keepdim=True)
