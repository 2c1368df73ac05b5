"""How many means does a table with four rows need? Print the shape of yours."""
def standardize(x):
    return (x - x.mean()) / x.std()
