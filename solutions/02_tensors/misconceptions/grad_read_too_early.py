"""Your slope is None. Which tensor's `.grad` gets numbers, when does it get them, and does your function hand them back?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    result = own.grad
    function(own).sum().backward()
    return result
