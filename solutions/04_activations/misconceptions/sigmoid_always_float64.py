"""Which dtype goes into your sigmoid, and which comes out?"""


def sigmoid(x):
    return 1 / (1 + torch.exp(-x.double()))
