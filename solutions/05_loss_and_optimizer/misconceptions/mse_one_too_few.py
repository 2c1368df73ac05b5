"""By how many do you divide? With a single sample, look at what is left to divide by."""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) ** 2).sum() / (predictions.numel() - 1)
