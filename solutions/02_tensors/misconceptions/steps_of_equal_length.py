"""Near the bottom, gradients get small. What happens to the length of your steps there?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        own = point.clone().requires_grad_()
        gradient = torch.autograd.grad(function(own), own)[0]
        point = point - lr * gradient / gradient.norm()
    return point
