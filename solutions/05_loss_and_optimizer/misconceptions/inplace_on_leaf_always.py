"""Should the update itself be part of the computation that is differentiated? PyTorch asks the same."""


def sgd_step(parameters, lr):
    for parameter in parameters:
        parameter -= lr * parameter.grad
