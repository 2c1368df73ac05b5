"""What is shown on the screen is not handed back. What does your function `return` after the loop?"""


def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        point.requires_grad_()
        (gradient,) = torch.autograd.grad(function(point), point)
        point = point.detach() - lr * gradient
    print(point)
