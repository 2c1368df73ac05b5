"""id: F17p
tries: nothing bad: a right answer that still carries its graph
expect: 1.1 OK 2
"""
def scale(x):
    return 3 * x.requires_grad_()
