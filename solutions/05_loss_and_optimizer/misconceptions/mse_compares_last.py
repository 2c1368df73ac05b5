"""You do not compare the whole of the two shapes. Which pairs agree in what you compare, and still differ?"""


def mean_squared_error(predictions, targets):
    if predictions.shape[-1] != targets.shape[-1]:
        raise ValueError("not as many numbers a sample")
    return ((predictions - targets) ** 2).mean()
