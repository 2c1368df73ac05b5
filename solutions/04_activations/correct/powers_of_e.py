"""The exponential as a power, ReLU by maximum, and inputs of every shape by broadcasting."""

import math

def sigmoid(x):
    return (1 + math.e ** -x) ** -1

def tanh(x):
    return 1 - 2 / (1 + math.e ** (2 * x))

def relu(x):
    return torch.maximum(x, torch.zeros(()))
