# fault: the sizes of the parameters are given back, not their sum.
# lost: 3.4
# kind: one


def count_parameters(model):
    sizes = [p.numel() for p in model.parameters() if p.requires_grad]
    return sizes  # <-
