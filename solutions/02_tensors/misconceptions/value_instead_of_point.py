"""How low you got and where you are: which of the two is asked for?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        own = point.clone().requires_grad_()
        point = point - lr * torch.autograd.grad(function(own), own)[0]
    return function(point)
