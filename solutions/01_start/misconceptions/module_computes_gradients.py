"""A module says how to get from inputs to outputs. Who goes back along that way?"""

answers = answers | {"module": "c"}
