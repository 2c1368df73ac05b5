"""For a table, `len` counts the rows. How many numbers are in it?"""


def count_parameters(model):
    return sum(len(p) for p in model.parameters() if p.requires_grad)
