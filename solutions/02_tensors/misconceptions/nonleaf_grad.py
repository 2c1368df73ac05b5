"""It works for a plain `x`. If `x` already has a history, is your copy a tensor you made, or the result of an operation?"""
def slope(function, x):
    own = x.clone().requires_grad_()
    function(own).sum().backward()
    return own.grad
