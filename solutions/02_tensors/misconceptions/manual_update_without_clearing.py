"""Print `.grad` before the second step: what is still lying in `.grad` when the second gradient arrives?"""
def descend(function, start, lr, steps):
    point = start.detach().clone().requires_grad_()
    for _ in range(steps):
        function(point).backward()
        with torch.no_grad():
            point -= lr * point.grad
    return point.detach()
