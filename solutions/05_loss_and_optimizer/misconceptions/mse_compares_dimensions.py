"""You do not compare the whole of the two shapes. Which pairs agree in what you compare, and still differ?"""


def mean_squared_error(predictions, targets):
    if predictions.ndim != targets.ndim:
        raise ValueError("not as many dimensions")
    return ((predictions - targets) ** 2).mean()
