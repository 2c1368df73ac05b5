"""Prints what it does, copies more than it must, and repeats the means over the whole table."""
def standardize(x, eps=0.0):
    print("standardising", x.shape)
    mean = x.mean(1).unsqueeze(1).expand_as(x)
    var = ((x - mean) ** 2).sum(1).div(x.size(1)).view(-1, 1).repeat(1, x.size(1))
    return (x - mean) / torch.sqrt(var + eps)


def descend(function, start, lr, steps):
    here = start.clone().detach()
    for k in range(int(steps)):
        here.requires_grad = True
        height = function(here)
        height.backward()
        print(k, height.item())
        with torch.no_grad():
            here = here - lr * here.grad
    return here.detach()
