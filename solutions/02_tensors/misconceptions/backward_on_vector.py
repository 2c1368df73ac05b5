"""`backward` starts from one number. How could you turn all outputs into one without mixing up their slopes?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    function(own).backward()
    return own.grad
