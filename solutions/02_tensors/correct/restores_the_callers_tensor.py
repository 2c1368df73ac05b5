"""Works on the caller's leaf for a moment and puts everything back as it was; recursive descent."""
def slope(function, x):
    if not x.is_leaf:
        x = x.detach()
    before = x.requires_grad
    x.requires_grad_(True)
    try:
        return torch.autograd.grad(function(x).sum(), x)[0]
    finally:
        x.requires_grad_(before)


def descend(function, start, lr, steps):
    if steps == 0:
        return start.detach().clone()
    return descend(function, start.detach() - lr * _gradient(function, start), lr, steps - 1)


def _gradient(function, point):
    point = point.detach().requires_grad_()
    return torch.autograd.grad(function(point), point)[0]
