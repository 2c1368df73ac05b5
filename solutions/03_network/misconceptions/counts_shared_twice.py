"""Two layers share one weight. How many numbers are there to train?"""
def count_parameters(model):
    return sum(p.numel() for m in model.modules() for p in m.parameters(recurse=False) if p.requires_grad)
