"""If the derivative were worked out before the program runs, could an `if` depend on the data? When does autograd
take its notes?
"""

answers = answers | {"autograd": "c"}
