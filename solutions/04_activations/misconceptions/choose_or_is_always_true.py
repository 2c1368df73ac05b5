"""Whatever the purpose, you give back sigmoid. If a condition decides that, when does it hold? `a == "b" or "c"` always does."""


def choose_activation(purpose):
    if purpose == "probability" or "yes":
        return sigmoid
    elif purpose == "zero-centred":
        return tanh
    return relu
