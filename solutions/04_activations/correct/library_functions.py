"""Uses the functions PyTorch brings along: what counts is how they behave."""

def sigmoid(x):
    return torch.special.expit(x)

tanh = torch.tanh
relu = torch.nn.ReLU()
