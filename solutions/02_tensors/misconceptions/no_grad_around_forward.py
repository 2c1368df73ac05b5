"""What does `no_grad` switch off, and what does `backward` need to walk back along?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    with torch.no_grad():
        y = function(own).sum()
    y.backward()
    return own.grad
