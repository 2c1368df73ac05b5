"""Your function sets the seed of all random numbers. What does that do to a caller who draws some afterwards?"""
def descend(function, start, lr, steps):
    torch.manual_seed(0)
    point = start.detach().clone().requires_grad_()
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(function(point), point)
        with torch.no_grad():
            point -= lr * gradient
    return point.detach()
