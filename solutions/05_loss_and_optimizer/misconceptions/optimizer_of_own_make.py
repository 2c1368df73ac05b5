"""It takes the right steps. But can a learning-rate scheduler, or anyone who knows `torch.optim`, work with it?"""
import torch


class Plain:
    def __init__(self, parameters, lr):
        self.parameters, self.lr = list(parameters), lr

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None

    def step(self):
        with torch.no_grad():
            for parameter in self.parameters:
                if parameter.grad is not None:
                    parameter -= self.lr * parameter.grad


def choose_optimizer(name, model, lr):
    if name == "sgd":
        return Plain(model.parameters(), lr)
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    raise ValueError(name)
