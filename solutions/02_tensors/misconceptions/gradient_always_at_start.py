"""You ask for a gradient in every step. At which point is the function computed each time?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    total = torch.zeros_like(point)
    for _ in range(steps):
        own = start.detach().clone().requires_grad_()
        total = total * 0 + torch.autograd.grad(function(own), own)[0]
        point = start.detach() - lr * total
    return point
