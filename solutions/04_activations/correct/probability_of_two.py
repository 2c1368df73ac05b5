"""Takes the sigmoid as the softmax of x and 0."""

def sigmoid(x):
    return torch.softmax(torch.stack([x, torch.zeros_like(x)]), dim=0)[0]
