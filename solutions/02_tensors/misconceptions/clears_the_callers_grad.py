"""Suppose the caller keeps gradients in `x.grad` for later: are they still there after your call?"""
def slope(function, x):
    flag = x.requires_grad
    own = x if x.is_leaf else x.detach()
    own.requires_grad_()
    own.grad = None
    function(own).sum().backward()
    result = own.grad
    own.grad = None
    own.requires_grad_(flag)
    return result
