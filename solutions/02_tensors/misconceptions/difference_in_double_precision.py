"""With small steps in double precision your numbers are nearly right. Which part of PyTorch gives the slope without any step?"""


def slope(function, x):
    point, h = x.detach().double(), 1e-6
    return ((function(point + h) - function(point - h)) / (2 * h)).to(x.dtype).detach()
