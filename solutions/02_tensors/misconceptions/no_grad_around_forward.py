"""The number that you call `backward` on has no history. Which of your lines keeps it from having one, and what does
`backward` need to walk back along?
"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    with torch.no_grad():
        y = function(own).sum()
    y.backward()
    return own.grad
