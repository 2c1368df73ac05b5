"""After your call, compute any gradient in a new cell. Who was to switch autograd on again?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        torch.set_grad_enabled(True)
        own = point.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(function(own), own)
        torch.set_grad_enabled(False)
        point = point - lr * gradient
    return point
