"""The function gives a number for every element of `x`. From how many of them do you start walking back?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    function(own).reshape(-1)[0].backward()
    return own.grad
