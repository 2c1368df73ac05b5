"""Takes one step, and leaves the rest to itself."""

def descend(function, start, lr, steps):
    p = start.detach().clone()
    if steps == 0:
        return p
    p.requires_grad_()
    return descend(function, p - lr * torch.autograd.grad(function(p), p)[0], lr, steps - 1)
