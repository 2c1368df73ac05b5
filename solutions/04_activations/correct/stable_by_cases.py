"""Chooses for each number the form of the sigmoid whose exponential cannot overflow."""

def sigmoid(x):
    small = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + small), small / (1 + small))

def tanh(x):
    small = torch.exp(-2 * torch.abs(x))
    return torch.sign(x) * (1 - small) / (1 + small)

def relu(x):
    return (x + x.abs()) / 2
