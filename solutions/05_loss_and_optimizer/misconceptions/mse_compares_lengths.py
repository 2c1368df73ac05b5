"""You compare how many samples there are. Is that all there is to a shape?"""


def mean_squared_error(predictions, targets):
    if len(predictions) != len(targets):
        raise ValueError("not the same length")
    return ((predictions - targets) ** 2).mean()
