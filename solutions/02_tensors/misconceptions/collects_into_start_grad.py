"""Was anything in `start.grad` before your call? And after it?"""
def descend(function, start, lr, steps):
    flag = start.requires_grad
    point = start.detach().clone()
    start.requires_grad_()
    for step in range(steps):
        own = start if step == 0 else point.clone().requires_grad_()
        y = function(own)
        if own is start:
            y.backward()
            gradient = start.grad
        else:
            (gradient,) = torch.autograd.grad(y, own)
        point = point - lr * gradient.clone()
    if start.is_leaf:
        start.requires_grad_(flag)
    return point
