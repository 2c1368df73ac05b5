"""How many times do you ask for the gradient of this one sum, and what does each time do to `.grad`?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    y = function(own).sum()
    y.backward(retain_graph=True)
    y.backward()
    return own.grad
