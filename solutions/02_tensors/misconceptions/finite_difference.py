"""A difference quotient is always a little off, and small steps drown in rounding. Who can tell you the exact derivative?"""
def slope(function, x):
    h = 1e-3
    return (function(x + h) - function(x - h)).detach() / (2 * h)
