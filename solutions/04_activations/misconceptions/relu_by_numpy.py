"""Autograd cannot look into NumPy. Which functions of PyTorch do the same?"""


def relu(x):
    import numpy

    return torch.from_numpy(numpy.maximum(x.numpy(), numpy.zeros_like(x.numpy())))
