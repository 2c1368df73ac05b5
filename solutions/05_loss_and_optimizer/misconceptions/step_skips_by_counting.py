"""`model.parameters()` can be walked along. Can it also be counted or indexed?"""
import torch


def sgd_step(parameters, lr):
    with torch.no_grad():
        for index in range(len(parameters)):
            if parameters[index].grad is not None:
                parameters[index] -= lr * parameters[index].grad
