"""Ask for one step: does the point move? Count how often your loop runs."""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(1, steps):
        own = point.clone().requires_grad_()
        point = point - lr * torch.autograd.grad(function(own), own)[0]
    return point
