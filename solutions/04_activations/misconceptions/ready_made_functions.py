"""These functions are PyTorch's. Which operations would you need if it had no function of that name?"""

def sigmoid(x):
    return torch.sigmoid(x)

def tanh(x):
    return torch.tanh(x)

def relu(x):
    return torch.relu(x)
