"""After the first step your point is the result of a subtraction. Does such a tensor get a `.grad`?"""
def descend(function, start, lr, steps):
    point = start.detach().clone().requires_grad_()
    for _ in range(steps):
        function(point).backward()
        point = point - lr * point.grad
    return point.detach()
