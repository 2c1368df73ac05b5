"""Not everything in a state dict is trained. What else does batch normalisation keep there?"""
def count_parameters(model):
    return sum(t.numel() for t in model.state_dict().values())
