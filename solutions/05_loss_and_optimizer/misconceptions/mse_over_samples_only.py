"""With several numbers a sample, how many squared differences do you add up, and by how many do you divide?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) ** 2).sum() / len(predictions)
