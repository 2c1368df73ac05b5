"""How high the function is at a point says nothing about which way is down. Which number does a step go by?"""
def descend(function, start, lr, steps):
    point = start.detach().clone()
    for _ in range(steps):
        point = point - lr * function(point).detach()
    return point
