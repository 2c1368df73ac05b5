"""Can a square be below zero? Your loss is."""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return -((predictions - targets) ** 2).mean()
