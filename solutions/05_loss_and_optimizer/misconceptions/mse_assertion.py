"""The refusal is there. Which kind of error did the task ask for?"""


def mean_squared_error(predictions, targets):
    assert predictions.shape == targets.shape, "shapes differ"
    return ((predictions - targets) ** 2).mean()
