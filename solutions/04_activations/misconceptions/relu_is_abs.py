"""What should become of -3? Your ReLU mirrors it."""

def relu(x):
    return torch.abs(x)
