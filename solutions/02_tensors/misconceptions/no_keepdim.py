"""Print the shapes of `x` and of the means before they meet, and line them up from the right."""
def standardize(x):
    return (x - x.mean(dim=1)) / x.std(dim=1, correction=0)
