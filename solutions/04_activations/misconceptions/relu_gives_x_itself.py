"""Where nothing is negative, is your answer a tensor of its own, or x under another name?"""


def relu(x):
    return torch.where(x > 0, x, 0) if (x < 0).any() else x
