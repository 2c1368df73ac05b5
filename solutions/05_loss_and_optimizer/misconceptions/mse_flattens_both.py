"""Two tensors can hold equally many numbers and still not fit together: would you notice here?"""


def mean_squared_error(predictions, targets):
    if predictions.numel() != targets.numel():
        raise ValueError("not the same size")
    return ((predictions.flatten() - targets.flatten()) ** 2).mean()
