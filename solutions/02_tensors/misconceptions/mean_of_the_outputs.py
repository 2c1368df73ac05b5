"""Try it with one element, then with two the same: why does the slope change with the number of elements?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    function(own).mean().backward()
    return own.grad
