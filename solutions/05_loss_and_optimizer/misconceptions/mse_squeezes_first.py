"""You take dimensions away before you compare. Are [6] and [6, 1] the same shape?"""


def mean_squared_error(predictions, targets):
    predictions, targets = predictions.squeeze(), targets.squeeze()
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) ** 2).mean()
