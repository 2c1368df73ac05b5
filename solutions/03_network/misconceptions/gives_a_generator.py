"""`(... for p in ...)` alone is a generator: a way to get the numbers, one after the other. What adds them up?"""
def count_parameters(model):
    return (p.numel() for p in model.parameters() if p.requires_grad)
