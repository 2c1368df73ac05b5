"""`start` belongs to the caller. Look at its numbers and its flags after the call: are they as before?"""
def descend(function, start, lr, steps):
    start.requires_grad_()
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(function(start), start)
        with torch.no_grad():
            start -= lr * gradient
    return start.detach()
