"""You compare a part of the two shapes. Which pairs of shapes agree in that part and still differ?"""


def mean_squared_error(predictions, targets):
    if predictions.numel() != targets.numel():
        raise ValueError("not as many numbers")
    return ((predictions - targets) ** 2).mean()
