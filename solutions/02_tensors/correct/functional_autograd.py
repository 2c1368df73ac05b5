"""Function transforms instead of backward."""
def slope(function, x):
    return torch.func.grad(lambda t: function(t).sum())(x.detach()).detach()


def descend(function, start, lr, steps):
    p = start.detach()
    for _ in range(steps):
        p = p - lr * torch.func.grad(function)(p)
    return p.detach()
