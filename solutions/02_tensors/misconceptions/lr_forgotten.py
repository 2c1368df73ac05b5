"""Call it with two learning rates: does the result differ?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        own = point.clone().requires_grad_()
        point = point - torch.autograd.grad(function(own), own)[0]
    return point
