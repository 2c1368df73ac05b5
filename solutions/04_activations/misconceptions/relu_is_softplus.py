"""Your curve is ReLU with a rounded corner. What should the answer for -0.5 be exactly?"""

def relu(x):
    return torch.log(1 + torch.exp(x))
