"""Your number is in the units of the targets. In which units are squared differences?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) ** 2).mean().sqrt()
