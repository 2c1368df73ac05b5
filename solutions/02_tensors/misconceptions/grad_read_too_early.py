"""At which moment are gradients computed? Before that, what is in `.grad`?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    result = own.grad
    function(own).sum().backward()
    return result
