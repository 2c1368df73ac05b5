"""The task says how many steps to take. Do you take them all where the ground is nearly flat?"""


def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        point.requires_grad_()
        (gradient,) = torch.autograd.grad(function(point), point)
        point = point.detach()
        if gradient.norm() < 1e-6:
            break
        point = point - lr * gradient
    return point
