"""With 100,000 parameters, how many runs of the model would it take to try a small change of each? Autograd needs
a single way back.
"""

answers = answers | {"autograd": "b"}
