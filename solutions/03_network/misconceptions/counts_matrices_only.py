"""Print the shape of every parameter you count: have all of them the number of directions you expect?"""
def count_parameters(model):
    return sum(p.shape[0] * p.shape[1] for p in model.parameters() if p.dim() == 2 and p.requires_grad)
