"""How many numbers does your function give back, and from how many can `backward` start?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return ((predictions - targets) ** 2).mean(dim=0)
