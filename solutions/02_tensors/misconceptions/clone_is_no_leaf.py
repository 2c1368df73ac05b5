"""A gradient is kept only in the tensors it was asked for, the leaves. Is your copy one of them, or the result of an
operation on one?
"""
def slope(function, x):
    copy = x.requires_grad_().clone()
    function(copy).sum().backward()
    return copy.grad
