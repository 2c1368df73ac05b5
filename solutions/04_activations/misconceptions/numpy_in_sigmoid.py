"""Autograd cannot look into NumPy. Which library's exp can it follow?"""

def sigmoid(x):
    import numpy
    return torch.from_numpy(numpy.asarray(1 / (1 + numpy.exp(-x.numpy()))))
