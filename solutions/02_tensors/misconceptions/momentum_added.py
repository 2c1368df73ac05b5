"""From the second on, your steps are too long. What do you carry over from one step to the next?"""

KEPT = 0.9  # or 0.5, 0.8, 0.99


def descend(function, start, lr, steps):
    point = start.detach().clone()
    speed = torch.zeros_like(point)
    for _ in range(steps):
        own = point.clone().requires_grad_()
        speed = KEPT * speed + torch.autograd.grad(function(own), own)[0]
        point = point - lr * speed
    return point
