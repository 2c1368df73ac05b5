"""You compare a part of the two shapes. Which pairs of shapes agree in that part and still differ?"""


def mean_squared_error(predictions, targets):
    if predictions.ndim != targets.ndim:
        raise ValueError("not as many dimensions")
    return ((predictions - targets) ** 2).mean()
