"""Plain SGD from torch.optim, which takes the very same steps; a Parameter for the point."""
def descend(function, start, lr, steps):
    point = nn.Parameter(start.detach().clone())
    optimizer = torch.optim.SGD([point], lr)
    for _ in range(steps):
        function(point).backward()
        optimizer.step()
        optimizer.zero_grad()
    return point.detach()
