"""How many decisions should ReLU make for a tensor of ten numbers? Yours makes a single one."""

def relu(x):
    return torch.max(x)
