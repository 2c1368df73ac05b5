"""What type does the sum of an empty list have in NumPy, and what type has any of its sums?"""


def count_parameters(model):
    import numpy

    return numpy.sum([p.numel() for p in model.parameters() if p.requires_grad])
