"""A printed message stops nobody. What does your function give back after it, and what does the docstring promise?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        print("ValueError: shapes differ")
        return None
    return ((predictions - targets) ** 2).mean()
