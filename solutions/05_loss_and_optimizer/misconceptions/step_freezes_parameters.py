"""After the step, look at `requires_grad` of each parameter. Can there be a second one?"""


def sgd_step(parameters, lr):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.requires_grad_(False)
            parameter -= lr * parameter.grad
