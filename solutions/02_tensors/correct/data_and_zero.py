"""The classic loop: a leaf that stays, .data for the step and zero_ for the gradient."""
def descend(function, start, lr, steps):
    w = torch.tensor(start.tolist(), requires_grad=True)
    for _ in range(steps):
        loss = function(w)
        loss.backward()
        w.data -= lr * w.grad.data
        w.grad.zero_()
    return w.data
