"""Some numbers belong to the model, but no optimizer ever moves them. Do you count those?"""
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad) + sum(b.numel() for b in model.buffers())
