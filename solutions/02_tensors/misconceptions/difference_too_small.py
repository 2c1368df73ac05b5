"""Can float32 tell 2 and 2.00000001 apart? Print the difference of the two."""
def slope(function, x):
    h = 1e-8
    return (function(x + h) - function(x)).detach() / h
