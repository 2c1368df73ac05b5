"""One prediction is 1 too high and another 1 too low: what does your loss say about these two?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return (predictions - targets).mean() ** 2
