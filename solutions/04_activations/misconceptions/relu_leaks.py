"""A little of the negative side still comes through your ReLU. That one has another name."""

def relu(x):
    return torch.where(x > 0, x, 0.01 * x)
