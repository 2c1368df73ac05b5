"""The learning rate is something you choose and hand over. What does the optimizer do with it at each step?"""

answers = answers | {"optimizer": "d"}
