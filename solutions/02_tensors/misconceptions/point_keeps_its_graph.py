"""Does the point you give back still ask for gradients? Whoever only wants to know where you arrived needs plain numbers."""
def descend(function, start, lr, steps):
    point = start.detach().clone().requires_grad_()
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(function(point), point)
        with torch.no_grad():
            point -= lr * gradient
    return point
