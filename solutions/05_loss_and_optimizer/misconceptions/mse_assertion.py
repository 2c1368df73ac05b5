"""You refuse, and by an error of another kind. Which one did the task ask for?"""


def mean_squared_error(predictions, targets):
    assert predictions.shape == targets.shape, "shapes differ"
    return ((predictions - targets) ** 2).mean()
