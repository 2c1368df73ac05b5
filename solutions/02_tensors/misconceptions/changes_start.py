"""Print `start` before and after. Which of your tensors live in the same memory?"""
def descend(function, start, lr, steps):
    point = start.detach()
    point.requires_grad_()
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(function(point), point)
        with torch.no_grad():
            point -= lr * gradient
    return point.detach()
