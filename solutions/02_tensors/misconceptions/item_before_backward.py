"""What type do you get from `.item()`, and does it remember how it was computed?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    function(own).sum().item().backward()
    return own.grad
