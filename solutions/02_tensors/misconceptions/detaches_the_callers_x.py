"""A method that ends in an underscore changes the tensor itself. What if the caller's `x` still needs its history?"""
def slope(function, x):
    x.detach_().requires_grad_()
    (gradient,) = torch.autograd.grad(function(x).sum(), x)
    x.requires_grad_(False)
    return gradient
