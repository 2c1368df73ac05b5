"""A layer has a weight and a bias, so you say 2. How many numbers do they hold?"""
def count_parameters(model):
    return len([p for p in model.parameters() if p.requires_grad])
