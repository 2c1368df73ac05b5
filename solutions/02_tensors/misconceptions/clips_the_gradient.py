"""Far from the bottom, gradients are large. Does your first step there have the length the formula gives it?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        own = point.clone().requires_grad_()
        gradient = torch.autograd.grad(function(own), own)[0]
        point = point - lr * gradient.clamp(-1, 1)
    return point
