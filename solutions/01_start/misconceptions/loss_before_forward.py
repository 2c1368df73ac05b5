"""What would you compare with the targets before the model has said anything?"""

answers = answers | {"four steps": "b"}
