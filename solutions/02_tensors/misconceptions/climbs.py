"""Print the function's value after each step: does it fall? Which way does a gradient point?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        own = point.clone().requires_grad_()
        point = point + lr * torch.autograd.grad(function(own), own)[0]
    return point
