"""What does ReLU make of 7?"""

answers = answers | {"ranges": "b"}
