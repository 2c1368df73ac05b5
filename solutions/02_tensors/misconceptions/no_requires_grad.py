"""How does PyTorch know which tensors you want derivatives for? Print `requires_grad` of what goes into the function, and
of what comes out."""
def slope(function, x):
    own = x.detach().clone()
    function(own).sum().backward()
    return own.grad
