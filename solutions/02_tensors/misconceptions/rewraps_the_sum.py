"""You made a new tensor out of a result. Does the new one know that it came from `x`?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    torch.tensor(function(own).sum().item(), requires_grad=True).backward()
    return own.grad
