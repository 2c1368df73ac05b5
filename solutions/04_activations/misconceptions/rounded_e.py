"""A number that is typed in ends after a few digits, and e does not. Which function of torch knows all of them?"""

E = 2.718  # or 2.7183, 2.72, 2.71828, 3


def sigmoid(x):
    return 1 / (1 + E ** (-x))
