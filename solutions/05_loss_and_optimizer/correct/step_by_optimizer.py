"""The step is left to torch's own SGD, made afresh each time."""
import torch


def sgd_step(parameters, lr):
    parameters = list(parameters)
    if parameters:
        torch.optim.SGD(parameters, lr).step()
    return parameters
