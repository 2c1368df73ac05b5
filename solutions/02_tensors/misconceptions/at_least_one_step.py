"""How many steps do you take when `steps` is 0?"""


def descend(function, start, lr, steps):
    point, taken = start.detach().clone(), 0
    while True:
        point.requires_grad_()
        (gradient,) = torch.autograd.grad(function(point), point)
        point, taken = point.detach() - lr * gradient, taken + 1
        if taken >= steps:
            return point
