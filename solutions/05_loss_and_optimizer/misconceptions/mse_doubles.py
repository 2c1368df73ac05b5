"""A difference of 3 should count 9. What does yours count, and which operator is that?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) * 2).mean()
