"""Print `x.requires_grad` before and after the call: whose tensor did you switch on?"""
def slope(function, x):
    x.requires_grad_()
    return torch.autograd.grad(function(x).sum(), x)[0]
