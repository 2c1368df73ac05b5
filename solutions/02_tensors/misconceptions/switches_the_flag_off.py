"""Suppose `x` required gradients when you got it. Does it still, once your function has run?"""
def slope(function, x):
    own = x if x.is_leaf else x.detach()
    own.requires_grad_()
    (gradient,) = torch.autograd.grad(function(own).sum(), own)
    own.requires_grad_(False)
    return gradient
