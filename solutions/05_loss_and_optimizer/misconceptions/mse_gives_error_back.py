"""An error that is given back is a value like any other. Which word makes a program stop and listen?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        return ValueError("shapes differ")
    return ((predictions - targets) ** 2).mean()
