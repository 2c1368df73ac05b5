"""Some parameters of a model are missing from your count. Do you tell them by their name?"""
def count_parameters(model):
    return sum(p.numel() for n, p in model.named_parameters() if n.endswith('weight') and p.requires_grad)
