"""Try it with one element, then with two the same: why does the slope change with the number of elements?"""
def slope(function, x):
    x.requires_grad_()
    function(x).mean().backward()
    return x.grad
