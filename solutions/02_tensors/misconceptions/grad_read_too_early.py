"""Your slope is None. When does `.grad` get its numbers, and does your function hand them back with `return`?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    result = own.grad
    function(own).sum().backward()
    return result
