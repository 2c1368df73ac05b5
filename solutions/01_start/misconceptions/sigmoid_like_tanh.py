"""What is the sigmoid of a very negative number, and what does ReLU make of one?"""

answers = answers | {"ranges": "d"}
