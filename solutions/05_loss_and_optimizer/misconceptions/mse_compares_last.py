"""You compare a part of the two shapes. Which pairs of shapes agree in that part and still differ?"""


def mean_squared_error(predictions, targets):
    if predictions.shape[-1] != targets.shape[-1]:
        raise ValueError("not as many numbers a sample")
    return ((predictions - targets) ** 2).mean()
