"""Read `purpose == "probability" or "yes"` as Python does: is the part behind `or` a question?"""


def choose_activation(purpose):
    if purpose == "probability" or "yes":
        return sigmoid
    elif purpose == "zero-centred":
        return tanh
    return relu
