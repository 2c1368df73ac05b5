"""You give back every place you passed. Which one was asked for?"""
def descend(function, start, lr, steps):
    path = [start.detach().clone()]
    for _ in range(steps):
        own = path[-1].clone().requires_grad_()
        path.append(path[-1] - lr * torch.autograd.grad(function(own), own)[0])
    return path
