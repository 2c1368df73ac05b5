"""Try `torch.square` at 5: which number do you give back, the function's or its derivative's?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    y = function(own)
    y.sum().backward()
    return y.detach()
