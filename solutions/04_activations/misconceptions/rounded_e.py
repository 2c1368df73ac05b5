"""Three digits after the point are few for e. Which function of torch knows all of them?"""

def sigmoid(x):
    return 1 / (1 + 2.718 ** (-x))
