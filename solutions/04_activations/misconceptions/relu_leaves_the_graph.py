"""The history of the numbers of your ReLU is lost. What of x do you use that has no history?"""

def relu(x):
    return torch.where(x.data > 0, x.data, 0)
