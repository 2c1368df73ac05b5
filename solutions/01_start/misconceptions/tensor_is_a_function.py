"""One thing holds numbers, another turns inputs into outputs. Which of the two is a tensor?"""

answers = answers | {"tensor": "d"}
