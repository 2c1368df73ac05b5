"""Forward-mode derivatives for the slope, a Jacobian for the descent."""
def slope(function, x):
    x = x.detach()
    return torch.func.jvp(function, (x,), (torch.ones_like(x),))[1].detach()


def descend(function, start, lr, steps):
    p = start.detach().clone()
    while steps > 0:
        p = p - lr * torch.autograd.functional.jacobian(function, p)
        steps -= 1
    return p
