"""tanh by the sigmoid, the sigmoid by a logarithm, ReLU by a mask."""

def sigmoid(x):
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def relu(x):
    return (x > 0) * x
