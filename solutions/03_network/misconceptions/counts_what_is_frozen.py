"""You count one half of the parameters. Is it the half that learns?"""
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if not p.requires_grad)
