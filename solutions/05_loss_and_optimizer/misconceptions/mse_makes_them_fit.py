"""You bend one tensor into the shape of the other. Was the caller's mistake mended by that, or only hidden?"""


def mean_squared_error(predictions, targets):
    return ((predictions - targets.reshape(predictions.shape)) ** 2).mean()
