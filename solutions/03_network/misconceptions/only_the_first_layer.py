"""Try a model of three layers: which of them did you count?"""
def count_parameters(model):
    for m in model.modules():
        own = [p for p in m.parameters(recurse=False) if p.requires_grad]
        if own:
            return sum(p.numel() for p in own)
    return 0
