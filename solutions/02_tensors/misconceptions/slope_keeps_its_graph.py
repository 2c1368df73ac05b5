"""Print what you give back: does a `grad_fn` stand behind the numbers?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    return torch.autograd.grad(function(own).sum(), own, create_graph=True)[0]
