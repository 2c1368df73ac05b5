"""Your function gives back None, whatever is on the screen. What is missing before the result?"""

def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    print(((predictions - targets) ** 2).mean())
