"""Work out the loss of one prediction that is off by 2 with pen and paper. Where does the other half go?"""


def mean_squared_error(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return 0.5 * ((predictions - targets) ** 2).mean()
