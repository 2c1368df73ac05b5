"""Should the step itself be part of the computation you differentiate? Tell PyTorch that it is not."""
def descend(function, start, lr, steps):
    point = start.detach().clone().requires_grad_()
    for _ in range(steps):
        function(point).backward()
        point -= lr * point.grad
        point.grad.zero_()
    return point.detach()
