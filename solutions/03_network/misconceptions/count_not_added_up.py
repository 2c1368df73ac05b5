"""Print what you give back: is it a number, or something that could still be added up?"""


def count_parameters(model):
    return (p.numel() for p in model.parameters() if p.requires_grad)
