"""A Python number has forgotten where it came from. What would `backward` be called on?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) ** 2).mean().item()
