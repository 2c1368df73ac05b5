"""Your count visits every module, and each module shows the parameters of all its parts. Who is visited how often?"""
def count_parameters(model):
    return sum(p.numel() for m in model.modules() for p in m.parameters() if p.requires_grad)
