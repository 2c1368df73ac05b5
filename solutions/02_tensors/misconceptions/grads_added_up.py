"""Run your cell twice on the same `x`: does the slope stay the same?"""
def slope(function, x):
    x.requires_grad_()
    function(x).sum().backward()
    return x.grad
