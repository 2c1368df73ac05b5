"""How does PyTorch know which tensors you want derivatives for? Print `requires_grad` of yours, and mind the spelling."""
def slope(function, x):
    own = x.detach().clone()
    function(own).sum().backward()
    return own.grad
