"""The step gives each parameter new values through `.data`: the object stays the same."""


def sgd_step(parameters, lr):
    for p in list(parameters):
        if p.grad is not None:
            p.data = p.data - lr * p.grad
