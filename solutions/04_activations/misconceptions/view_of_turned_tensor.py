"""A turned tensor does not lie in memory row by row. Does your sigmoid need to know how its input lies there?"""

def sigmoid(x):
    flat = x.view(-1)
    return (1 / (1 + torch.exp(-flat))).view(x.shape)
