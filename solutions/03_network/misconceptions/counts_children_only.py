"""Parts can have parts. How far down do you look?"""
def count_parameters(model):
    return sum(p.numel() for m in [model, *model.children()] for p in m.parameters(recurse=False) if p.requires_grad)
