"""Which type does `type(...)` show for your count?"""
def count_parameters(model):
    return sum(torch.tensor(p.numel()) for p in model.parameters() if p.requires_grad)
