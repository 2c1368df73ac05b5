"""However many steps are asked for, you end one step away from the start. What becomes of the second step?"""


def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        point.requires_grad_()
        (gradient,) = torch.autograd.grad(function(point), point)
        point = point.detach() - lr * gradient
        return point
    return point
