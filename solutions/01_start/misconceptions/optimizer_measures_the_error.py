"""How wrong the outputs are is told by something else. What is done with that knowledge in the end?"""

answers = answers | {"optimizer": "c"}
