"""Does every parameter have a gradient? Print them for a model of which only a part was used."""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for parameter in parameters:
            parameter -= lr * parameter.grad
