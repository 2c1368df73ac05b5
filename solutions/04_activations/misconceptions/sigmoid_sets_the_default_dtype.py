"""One of your lines changes a setting for the whole program. What kind of numbers do others get from `torch.zeros(3)` then?"""


def sigmoid(x):
    torch.set_default_dtype(x.dtype)
    return 1 / (1 + torch.exp(-x))
