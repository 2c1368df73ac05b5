"""The step through `.data`, which also leaves the graph alone."""


def sgd_step(parameters, lr):
    for p in parameters:
        if p.grad is None:
            continue
        p.data.sub_(p.grad.data * lr)
