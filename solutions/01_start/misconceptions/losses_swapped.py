"""One of the two compares probabilities, the other distances. Which one does a temperature need?"""

answers = answers | {"losses": "c"}
