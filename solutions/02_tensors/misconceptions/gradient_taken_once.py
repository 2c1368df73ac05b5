"""The slope changes as you walk. Where do you look at it, and how often?"""
def descend(function, start, lr, steps):
    own = start.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(function(own), own)[0]
    point = start.detach().clone()
    for _ in range(steps):
        point = point - lr * gradient
    return point
