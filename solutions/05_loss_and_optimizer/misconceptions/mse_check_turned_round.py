"""Read your condition aloud: for which pairs of shapes does it raise, and for which should it?"""


def mean_squared_error(predictions, targets):
    if predictions.shape == targets.shape:
        raise ValueError
    return ((predictions - targets) ** 2).mean()
