"""Print the two shapes before you subtract them: what comes out when they differ, and did anything complain?"""


def mean_squared_error(predictions, targets):
    return ((predictions - targets) ** 2).mean()
