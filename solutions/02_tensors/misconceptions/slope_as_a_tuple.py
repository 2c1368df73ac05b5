"""`torch.autograd.grad` hands over a tuple, with one gradient for each tensor you ask about. Which part of it is the slope?"""


def slope(function, x):
    own = x.detach().clone().requires_grad_()
    return torch.autograd.grad(function(own).sum(), own)
