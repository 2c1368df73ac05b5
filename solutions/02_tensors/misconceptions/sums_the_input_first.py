"""At how many points is the function computed in yours, and at how many is its slope asked for?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    function(own.sum()).backward()
    return own.grad
