"""Of which shape is `x`, and of which is your answer? Try a table and a single number."""


def slope(function, x):
    found = []
    for value in x.detach().flatten():
        own = value.clone().requires_grad_()
        function(own).backward()
        found.append(own.grad)
    return torch.stack(found)
