"""There are many optimizers. Compare the very first step with `lr` times the gradient: is it as long?"""
def descend(function, start, lr, steps):
    point = start.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([point], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        function(point).backward()
        optimizer.step()
    return point.detach()
