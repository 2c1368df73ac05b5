"""Takes the usual standard deviation and undoes its correction."""

def standardize(x):
    n = x.shape[1]
    return (x - x.mean(1, keepdim=True)) / (x.std(1, keepdim=True) * ((n - 1) / n) ** 0.5)
