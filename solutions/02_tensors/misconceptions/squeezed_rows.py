"""What shape does your answer have for a table with one row?"""


def standardize(x):
    return ((x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, correction=0, keepdim=True)).squeeze()
