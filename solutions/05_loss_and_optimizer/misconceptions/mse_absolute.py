"""Is a difference of 3 three times as bad as a difference of 1 here, or nine times?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return (predictions - targets).abs().mean()
