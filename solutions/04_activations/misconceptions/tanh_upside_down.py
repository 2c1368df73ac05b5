"""Your fraction stands on its head: what happens to it near x = 0?"""


def tanh(x):
    return (torch.exp(x) + torch.exp(-x)) / (torch.exp(x) - torch.exp(-x))
