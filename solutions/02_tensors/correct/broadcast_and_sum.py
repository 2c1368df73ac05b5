"""The product as a broadcast multiplication that is summed, gradients by backward with ones."""
def affine(x, weight, bias):
    return (x[:, None, :] * weight[None, :, :]).sum(-1).add(bias)


def slope(function, x):
    x = x.clone().detach().requires_grad_(True)
    y = function(x)
    y.backward(torch.ones_like(y))
    return x.grad.detach().clone()
