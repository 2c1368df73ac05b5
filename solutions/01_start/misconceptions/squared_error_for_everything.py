"""Is a 9 further from a 1 than a 3 is, when the question is which digit it shows? Classes are not measured along a
line.
"""

answers = answers | {"losses": "a"}
