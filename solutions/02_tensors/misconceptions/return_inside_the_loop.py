"""How often does the body of your loop run? Look at how far your `return` is indented."""


def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        point.requires_grad_()
        (gradient,) = torch.autograd.grad(function(point), point)
        point = point.detach() - lr * gradient
        return point
    return point
