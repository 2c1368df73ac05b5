"""Print the predictions before and after you call your function. Whose tensor are you working on?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    if predictions.requires_grad:
        return ((predictions - targets) ** 2).mean()
    predictions -= targets
    return (predictions**2).mean()
