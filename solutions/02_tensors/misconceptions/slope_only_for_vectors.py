"""Which shapes can `x` have? Try a table and a single number."""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    y = function(own)
    return torch.stack([torch.autograd.grad(y[i], own, retain_graph=True)[0][i] for i in range(len(own))])
