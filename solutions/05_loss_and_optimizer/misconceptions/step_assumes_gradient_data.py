"""Does every parameter have a gradient? Print them for a model of which only a part was used."""


def sgd_step(parameters, lr):
    for parameter in parameters:
        parameter.data = parameter.data - lr * parameter.grad.data
