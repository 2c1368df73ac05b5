"""Keeps the start and moves a displacement, which alone gets gradients."""

def descend(function, start, lr, steps):
    delta = torch.zeros_like(start, requires_grad=True)
    base = start.detach()
    for _ in range(steps):
        g, = torch.autograd.grad(function(base + delta), delta)
        delta = (delta - lr * g).detach().requires_grad_()
    return (base + delta).detach()
