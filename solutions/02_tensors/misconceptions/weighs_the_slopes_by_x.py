"""Try `torch.square` at 1 and at 5: at 1 your answer is right. What is each slope multiplied by?"""
def slope(function, x):
    own = x.detach().clone().requires_grad_()
    function(own).backward(own.detach())
    return own.grad
